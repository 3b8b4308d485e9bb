import "server-only"
import { Entity } from "electrodb"
import type { Database } from "../db/client.ts"
import { primaryKey, secondaryIndex } from "../db/indexes.ts"

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
        /** Of the one link that still signs them in. */
        setupHash: { type: "string" },
        /** They gave the address themselves: nobody has vouched that it is theirs. */
        addressIsTheirWord: { type: "boolean" },
        hasIdentity: { type: "boolean" },
        createdAt: { type: "string", required: true },
        updatedAt: { type: "string", required: true },
      },
      indexes: {
        /** One user by id. */
        byId: primaryKey(["id"]),
        /** All users, oldest first. */
        all: secondaryIndex("gsi1", [], ["createdAt"], "users"),
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
        byEmail: primaryKey(["email"]),
      },
    },
    database,
  )

/** Whom an issuer's subject is here: an identity is linked to one account because this item's key is. */
export const identityEntity = (database: Database) =>
  new Entity(
    {
      model: { service: "cardloom", entity: "identity", version: "1" },
      attributes: {
        issuer: { type: "string", required: true },
        subject: { type: "string", required: true },
        userId: { type: "string", required: true },
      },
      indexes: {
        /** One account by what the issuer calls its owner. */
        bySubject: primaryKey(["issuer"], ["subject"]),
      },
    },
    database,
  )
