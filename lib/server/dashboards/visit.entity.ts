import "server-only"
import { Entity } from "electrodb"
import type { Database } from "../db/client.ts"

export const starEntity = (database: Database) =>
  new Entity(
    {
      model: { service: "cardloom", entity: "star", version: "1" },
      attributes: {
        userId: { type: "string", required: true },
        dashboardId: { type: "string", required: true },
        starredAt: { type: "string", required: true },
      },
      indexes: {
        /** The dashboards a user has starred. */
        byUser: {
          pk: { field: "pk", composite: ["userId"], casing: "none" },
          sk: { field: "sk", composite: ["dashboardId"], casing: "none" },
        },
      },
    },
    database,
  )

/** One item for each user and dashboard, however often they meet. */
export const visitEntity = (database: Database) =>
  new Entity(
    {
      model: { service: "cardloom", entity: "visit", version: "1" },
      attributes: {
        userId: { type: "string", required: true },
        dashboardId: { type: "string", required: true },
        visitedAt: { type: "string", required: true },
      },
      indexes: {
        /** One user's last visit to one dashboard. */
        byUser: {
          pk: { field: "pk", composite: ["userId"], casing: "none" },
          sk: { field: "sk", composite: ["dashboardId"], casing: "none" },
        },
        /** A user's visits by time. */
        recent: {
          index: "gsi1",
          scope: "visits",
          pk: { field: "gsi1pk", composite: ["userId"], casing: "none" },
          sk: { field: "gsi1sk", composite: ["visitedAt"], casing: "none" },
        },
      },
    },
    database,
  )
