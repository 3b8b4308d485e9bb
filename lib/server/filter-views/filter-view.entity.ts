import "server-only"
import { Entity } from "electrodb"
import { jsonAttribute } from "../db/attributes.ts"
import type { Database } from "../db/client.ts"
import { primaryKey } from "../db/indexes.ts"

export const filterViewEntity = (database: Database) =>
  new Entity(
    {
      model: { service: "cardloom", entity: "filterView", version: "1" },
      attributes: {
        id: { type: "string", required: true },
        dashboardId: { type: "string", required: true },
        /** Who sees it: a user's id, or "shared". */
        audience: { type: "string", required: true },
        name: { type: "string", required: true },
        values: { ...jsonAttribute, required: true },
        ownerId: { type: "string", required: true },
        createdAt: { type: "string", required: true },
        updatedAt: { type: "string", required: true },
      },
      indexes: {
        /** A dashboard's views for one audience. */
        byAudience: primaryKey(["dashboardId", "audience"], ["id"]),
      },
    },
    database,
  )

/** Which view is an audience's default: one item, so that there are never two. The view may have been deleted. */
export const defaultViewEntity = (database: Database) =>
  new Entity(
    {
      model: { service: "cardloom", entity: "defaultView", version: "1" },
      attributes: {
        dashboardId: { type: "string", required: true },
        audience: { type: "string", required: true },
        filterViewId: { type: "string", required: true },
      },
      indexes: {
        /** The default of one audience. */
        byAudience: primaryKey(["dashboardId", "audience"]),
      },
    },
    database,
  )
