import "server-only"
import { Entity } from "electrodb"
import type { Database } from "../db/client.ts"
import { primaryKey } from "../db/indexes.ts"

/** Says that a thing may be shared with somebody: never missing where it is, and no proof that it is. */
export const sharedWithEntity = (database: Database) =>
  new Entity(
    {
      model: { service: "cardloom", entity: "sharedWith", version: "1" },
      attributes: {
        /** A user's or group's id, or "everyone". */
        principal: { type: "string", required: true },
        kind: { type: "string", required: true },
        thingId: { type: "string", required: true },
      },
      indexes: {
        /** The dashboards, datasets or cards that may be shared with somebody. */
        byPrincipal: primaryKey(["principal", "kind"], ["thingId"]),
      },
    },
    database,
  )
