import "server-only"
import { Entity } from "electrodb"
import { expiresAtSecondsAttribute } from "../db/attributes.ts"
import type { Database } from "../db/client.ts"
import { primaryKey } from "../db/indexes.ts"

export const sessionEntity = (database: Database) =>
  new Entity(
    {
      model: { service: "cardloom", entity: "session", version: "1" },
      attributes: {
        id: { type: "string", required: true },
        userId: { type: "string", required: true },
        userAgent: { type: "string", required: true },
        address: { type: "string", required: true },
        createdAt: { type: "string", required: true },
        expiresAtSeconds: expiresAtSecondsAttribute,
      },
      indexes: {
        /** One session by id. */
        byId: primaryKey(["id"]),
      },
    },
    database,
  )

/** Names a user's sessions in the user's own partition: ending all of them must not miss one an index has not seen yet. */
export const userSessionEntity = (database: Database) =>
  new Entity(
    {
      model: { service: "cardloom", entity: "userSession", version: "1" },
      attributes: {
        userId: { type: "string", required: true },
        sessionId: { type: "string", required: true },
        expiresAtSeconds: expiresAtSecondsAttribute,
      },
      indexes: {
        /** The sessions of one user. */
        byUser: primaryKey(["userId"], ["sessionId"]),
      },
    },
    database,
  )
