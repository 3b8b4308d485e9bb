import "server-only"
import { Entity } from "electrodb"
import type { Database } from "../db/client.ts"

export const userEntity = (database: Database) =>
  new Entity(
    {
      model: { service: "cardloom", entity: "user", version: "1" },
      attributes: {
        id: { type: "string", required: true },
        email: { type: "string", required: true },
        name: { type: "string", required: true },
        role: { type: "string", required: true },
        disabled: { type: "boolean", required: true },
        passwordHash: { type: "string" },
        createdAt: { type: "string", required: true },
        updatedAt: { type: "string", required: true },
      },
      indexes: {
        /** One user by id. */
        byId: {
          pk: { field: "pk", composite: ["id"], casing: "none" },
          sk: { field: "sk", composite: [], casing: "none" },
        },
        /** All users, oldest first. */
        all: {
          index: "gsi1",
          scope: "users",
          pk: { field: "gsi1pk", composite: [], casing: "none" },
          sk: { field: "gsi1sk", composite: ["createdAt"], casing: "none" },
        },
      },
    },
    database,
  )

/** Holds an e-mail address for one user: addresses are unique because this item's key is. */
export const emailGuardEntity = (database: Database) =>
  new Entity(
    {
      model: { service: "cardloom", entity: "emailGuard", version: "1" },
      attributes: {
        email: { type: "string", required: true },
        userId: { type: "string", required: true },
      },
      indexes: {
        /** Whose address it is. */
        byEmail: {
          pk: { field: "pk", composite: ["email"], casing: "none" },
          sk: { field: "sk", composite: [], casing: "none" },
        },
      },
    },
    database,
  )
