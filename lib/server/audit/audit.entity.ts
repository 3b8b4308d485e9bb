import "server-only"
import { Entity } from "electrodb"
import { jsonAttribute } from "../db/attributes.ts"
import type { Database } from "../db/client.ts"
import { primaryKey, secondaryIndex } from "../db/indexes.ts"

const position = { type: "string", required: true } as const

export const auditEventEntity = (database: Database) =>
  new Entity(
    {
      model: { service: "cardloom", entity: "auditEvent", version: "1" },
      attributes: {
        id: { type: "string", required: true },
        at: { type: "string", required: true },
        /** The date in `at`: keeps one day's events together, and days apart. */
        day: { type: "string", required: true },
        /** Time, then id: orders events, and tells those of one instant apart. */
        position,
        type: { type: "string", required: true },
        userId: { type: "string" },
        userName: { type: "string", required: true },
        via: { type: "string", required: true },
        targetId: { type: "string" },
        targetName: { type: "string" },
        details: { ...jsonAttribute, required: true },
        address: { type: "string", required: true },
        requestId: { type: "string" },
      },
      indexes: {
        /** What happened on a day, in order. */
        byDay: primaryKey(["day"], ["position"]),
        /** What somebody did, in order. Sparse: nobody known, no entry. */
        byUser: secondaryIndex("gsi1", ["userId"], ["position"], "auditByUser"),
        /** What was done to a thing, in order. */
        byTarget: secondaryIndex("gsi2", ["targetId"], ["position"], "auditByTarget"),
      },
    },
    database,
  )
