import "server-only"
import { Entity } from "electrodb"
import { expiresAtSecondsAttribute } from "../db/attributes.ts"
import type { Database } from "../db/client.ts"
import { primaryKey } from "../db/indexes.ts"

export const idempotencyEntity = (database: Database) =>
  new Entity(
    {
      model: { service: "cardloom", entity: "idempotencyKey", version: "1" },
      attributes: {
        /** Stands for who asked, for what, and the key they sent. */
        id: { type: "string", required: true },
        state: { type: ["running", "done"] as const, required: true },
        /** Of the body; absent while an upload is still being received. */
        fingerprint: { type: "string" },
        /** The request that holds the key, and until when unless it says that it lives. */
        owner: { type: "string", required: true },
        leaseUntil: { type: "string", required: true },
        /** The first answer, sealed. */
        answer: { type: "string" },
        expiresAtSeconds: expiresAtSecondsAttribute,
      },
      indexes: {
        /** One key. */
        byId: primaryKey(["id"]),
      },
    },
    database,
  )
