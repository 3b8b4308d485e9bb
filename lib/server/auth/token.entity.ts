import "server-only"
import { Entity } from "electrodb"
import type { Database } from "../db/client.ts"
import { primaryKey, secondaryIndex } from "../db/indexes.ts"

export const tokenEntity = (database: Database) =>
  new Entity(
    {
      model: { service: "cardloom", entity: "token", version: "1" },
      attributes: {
        secretHash: { type: "string", required: true },
        id: { type: "string", required: true },
        userId: { type: "string", required: true },
        name: { type: "string", required: true },
        scope: { type: "string" },
        expiresAt: { type: "string" },
        createdAt: { type: "string", required: true },
        lastUsedAt: { type: "string" },
      },
      indexes: {
        /** The token a request carries, by the SHA-256 of its secret. */
        bySecret: primaryKey(["secretHash"]),
        /** A user's tokens, newest first. */
        byUser: secondaryIndex("gsi1", ["userId"], ["createdAt"]),
      },
    },
    database,
  )

/** Leads from a token's id to its secret's hash, for deleting one without asking an index. */
export const userTokenEntity = (database: Database) =>
  new Entity(
    {
      model: { service: "cardloom", entity: "userToken", version: "1" },
      attributes: {
        userId: { type: "string", required: true },
        tokenId: { type: "string", required: true },
        secretHash: { type: "string", required: true },
      },
      indexes: {
        /** One token of a user by id. */
        byUser: primaryKey(["userId"], ["tokenId"]),
      },
    },
    database,
  )
