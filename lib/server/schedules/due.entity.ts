import "server-only"
import { Entity } from "electrodb"
import { jsonAttribute } from "../db/attributes.ts"
import type { Database } from "../db/client.ts"
import { primaryKey, secondaryIndex } from "../db/indexes.ts"

/**
 * Something the tick is to do at a time, kept apart from the thing it is about, so that neither holds up changes of the
 * other:
 * - schedule: begin a transform at the instant `at`, the next of `schedule`
 * - change: begin a transform whose inputs have changed since `since`
 * - fan_out: tell the transforms that read a dataset that it has a new version
 * - trim: remove what a dataset, a transform or an import has kept for long enough; in a queue of its own, so that it
 *   never stands before what has to be begun
 */
export const dueEntity = (database: Database) =>
  new Entity(
    {
      model: { service: "cardloom", entity: "due", version: "1" },
      attributes: {
        /** Of the transform, of the dataset, or of the import's run. */
        id: { type: "string", required: true },
        kind: { type: ["schedule", "change", "fan_out", "trim"] as const, required: true },
        at: { type: "string", required: true },
        /** New at each write, so that what somebody else has written since is not taken for what one has seen. */
        token: { type: "string", required: true },
        since: { type: "string" },
        schedule: jsonAttribute,
        queue: { type: "string", required: true },
      },
      indexes: {
        /** What is due of one thing. */
        byId: primaryKey(["id"], ["kind"]),
        /** What is due first: the tick reads up to now, and nothing beyond. */
        byTime: secondaryIndex("gsi2", ["queue"], ["at"], "due"),
      },
    },
    database,
  )
