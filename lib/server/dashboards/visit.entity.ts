import "server-only"
import { Entity } from "electrodb"
import type { Database } from "../db/client.ts"
import { primaryKey, secondaryIndex } from "../db/indexes.ts"

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
        byUser: primaryKey(["userId"], ["dashboardId"]),
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
        byUser: primaryKey(["userId"], ["dashboardId"]),
        /** A user's visits by time. */
        recent: secondaryIndex("gsi1", ["userId"], ["visitedAt"], "visits"),
      },
    },
    database,
  )
