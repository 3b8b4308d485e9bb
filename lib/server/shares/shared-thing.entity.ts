import "server-only"
import { Entity } from "electrodb"
import type { Database } from "../db/client.ts"
import { grantAttributes } from "./grant-attributes.ts"

export type SharedKind = "dashboard" | "dataset" | "card"

/** A dashboard, dataset or card as far as sharing goes: the same item, under the same keys, as its own entity's. */
export const sharedThingEntity = (database: Database, kind: SharedKind) =>
  new Entity(
    {
      model: { service: "cardloom", entity: kind, version: "1" },
      attributes: {
        id: { type: "string", required: true },
        ownerId: { type: "string", required: true },
        ...grantAttributes,
        updatedAt: { type: "string", required: true },
      },
      indexes: {
        /** One thing by id. */
        byId: {
          pk: { field: "pk", composite: ["id"], casing: "none" },
          sk: { field: "sk", composite: [], casing: "none" },
        },
        /** An owner's things, last changed first: kept up here, read by each kind's own store. */
        byOwner: {
          index: "gsi1",
          scope: `${kind}s`,
          pk: { field: "gsi1pk", composite: ["ownerId"], casing: "none" },
          sk: { field: "gsi1sk", composite: ["updatedAt"], casing: "none" },
        },
      },
    },
    database,
  )
