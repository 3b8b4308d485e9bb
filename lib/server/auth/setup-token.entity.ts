import "server-only"
import { Entity } from "electrodb"
import { expiresAtSecondsAttribute } from "../db/attributes.ts"
import type { Database } from "../db/client.ts"
import { primaryKey } from "../db/indexes.ts"

export const setupTokenEntity = (database: Database) =>
  new Entity(
    {
      model: { service: "cardloom", entity: "setupToken", version: "1" },
      attributes: {
        hash: { type: "string", required: true },
        userId: { type: "string", required: true },
        expiresAtSeconds: expiresAtSecondsAttribute,
      },
      indexes: {
        /** One token by the hash of its secret. */
        byHash: primaryKey(["hash"]),
      },
    },
    database,
  )
