import "server-only"
import { Entity } from "electrodb"
import { expiresAtSecondsAttribute } from "../db/attributes.ts"
import type { Database } from "../db/client.ts"
import { primaryKey } from "../db/indexes.ts"

export const rateLimitEntity = (database: Database) =>
  new Entity(
    {
      model: { service: "cardloom", entity: "rateLimit", version: "1" },
      attributes: {
        key: { type: "string", required: true },
        count: { type: "number", required: true },
        /** The end of the window the count is for. */
        resetsAt: { type: "string", required: true },
        expiresAtSeconds: expiresAtSecondsAttribute,
      },
      indexes: {
        /** One counter. */
        byKey: primaryKey(["key"]),
      },
    },
    database,
  )
