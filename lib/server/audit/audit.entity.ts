import "server-only"
import { Entity } from "electrodb"
import { jsonAttribute } from "../db/attributes.ts"
import type { Database } from "../db/client.ts"

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
        byDay: {
          pk: { field: "pk", composite: ["day"], casing: "none" },
          sk: { field: "sk", composite: ["position"], casing: "none" },
        },
        /** What somebody did, in order. Sparse: nobody known, no entry. */
        byUser: {
          index: "gsi1",
          scope: "auditByUser",
          pk: { field: "gsi1pk", composite: ["userId"], casing: "none" },
          sk: { field: "gsi1sk", composite: ["position"], casing: "none" },
        },
        /** What was done to a thing, in order. */
        byTarget: {
          index: "gsi2",
          scope: "auditByTarget",
          pk: { field: "gsi2pk", composite: ["targetId"], casing: "none" },
          sk: { field: "gsi2sk", composite: ["position"], casing: "none" },
        },
      },
    },
    database,
  )
