import "server-only"
import { Entity } from "electrodb"
import { jsonAttribute } from "../db/attributes.ts"
import type { Database } from "../db/client.ts"
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
        byId: {
          pk: { field: "pk", composite: ["id"], casing: "none" },
          sk: { field: "sk", composite: [], casing: "none" },
        },
        /** An owner's dashboards, last changed first. */
        byOwner: {
          index: "gsi1",
          scope: "dashboards",
          pk: { field: "gsi1pk", composite: ["ownerId"], casing: "none" },
          sk: { field: "gsi1sk", composite: ["updatedAt"], casing: "none" },
        },
        /** All dashboards, last changed first. */
        all: {
          index: "gsi2",
          scope: "dashboards",
          pk: { field: "gsi2pk", composite: [], casing: "none" },
          sk: { field: "gsi2sk", composite: ["updatedAt"], casing: "none" },
        },
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
        byCard: {
          pk: { field: "pk", composite: ["cardId"], casing: "none" },
          sk: { field: "sk", composite: ["dashboardId"], casing: "none" },
        },
      },
    },
    database,
  )
