import "server-only"
import { Entity } from "electrodb"
import { expiresAtSecondsAttribute } from "../db/attributes.ts"
import type { Database } from "../db/client.ts"

/** What one person, or the readers of one public link, asked on one day. */
export const chatUsageEntity = (database: Database) =>
  new Entity(
    {
      model: { service: "cardloom", entity: "chatUsage", version: "1" },
      attributes: {
        /** YYYY-MM-DD in UTC. */
        day: { type: "string", required: true },
        /** Of a public link's readers: the link's. */
        userId: { type: "string", required: true },
        linkName: { type: "string" },
        dashboardId: { type: "string" },
        questions: { type: "number", required: true, default: 0 },
        toolCalls: { type: "number", required: true, default: 0 },
        inputTokens: { type: "number", required: true, default: 0 },
        outputTokens: { type: "number", required: true, default: 0 },
        expiresAtSeconds: expiresAtSecondsAttribute,
      },
      indexes: {
        /** Everybody's use on one day. */
        byDay: {
          pk: { field: "pk", composite: ["day"], casing: "none" },
          sk: { field: "sk", composite: ["userId"], casing: "none" },
        },
      },
    },
    database,
  )
