import "server-only"
import { Entity } from "electrodb"
import type { Database } from "../db/client.ts"
import { primaryKey } from "../db/indexes.ts"

/** One item, counted up by each act that could leave Cardloom without an admin: two at once can't both go through. */
export const adminLockEntity = (database: Database) =>
  new Entity(
    {
      model: { service: "cardloom", entity: "adminLock", version: "1" },
      attributes: {
        name: { type: "string", required: true },
        count: { type: "number", required: true },
      },
      indexes: {
        /** The one item. */
        byName: primaryKey(["name"]),
      },
    },
    database,
  )
