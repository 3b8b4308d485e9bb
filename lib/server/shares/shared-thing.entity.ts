import "server-only"
import { Entity } from "electrodb"
import type { Database } from "../db/client.ts"
import { primaryKey, secondaryIndex } from "../db/indexes.ts"
import { grantAttributes } from "./grant-attributes.ts"

export type SharedKind = "dashboard" | "dataset" | "card"
/** A transform has an owner and is shared with nobody. */
export type OwnedKind = SharedKind | "transform"

/** A thing as far as ownership and sharing go: the same item, under the same keys, as its own entity's. */
export const sharedThingEntity = (database: Database, kind: OwnedKind) =>
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
        byId: primaryKey(["id"]),
        /** An owner's things, last changed first: kept up here, read by each kind's own store. */
        byOwner: secondaryIndex("gsi1", ["ownerId"], ["updatedAt"], `${kind}s`),
      },
    },
    database,
  )
