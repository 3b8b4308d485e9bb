import "server-only"
import { Entity } from "electrodb"
import { jsonAttribute } from "../db/attributes.ts"
import type { Database } from "../db/client.ts"
import { primaryKey, secondaryIndex } from "../db/indexes.ts"
import { grantAttributes } from "../shares/grant-attributes.ts"

export const dashboardEntity = (database: Database) =>
  new Entity(
    {
      model: { service: "cardloom", entity: "dashboard", version: "1" },
      attributes: {
        id: { type: "string", required: true },
        name: { type: "string", required: true },
        description: { type: "string", required: true },
        layout: { ...jsonAttribute, required: true },
        filters: { ...jsonAttribute, required: true },
        ownerId: { type: "string", required: true },
        version: { type: "number", required: true },
        ...grantAttributes,
        /** Who placed each card, by its id. */
        placers: jsonAttribute,
        createdAt: { type: "string", required: true },
        updatedAt: { type: "string", required: true },
        deletedAt: { type: "string" },
      },
      indexes: {
        /** One dashboard by id. */
        byId: primaryKey(["id"]),
        /** An owner's dashboards, last changed first. */
        byOwner: secondaryIndex("gsi1", ["ownerId"], ["updatedAt"], "dashboards"),
        /** All dashboards, last changed first. */
        all: secondaryIndex("gsi2", [], ["updatedAt"], "dashboards"),
      },
    },
    database,
  )

/** Says that a card may be on a dashboard: never missing where one is, at times left over where one was. */
export const dashboardCardEntity = (database: Database) =>
  new Entity(
    {
      model: { service: "cardloom", entity: "dashboardCard", version: "1" },
      attributes: {
        cardId: { type: "string", required: true },
        dashboardId: { type: "string", required: true },
      },
      indexes: {
        /** The dashboards a card may be on. */
        byCard: primaryKey(["cardId"], ["dashboardId"]),
      },
    },
    database,
  )
