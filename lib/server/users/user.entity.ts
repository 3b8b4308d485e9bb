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
        bySubject: {
          pk: { field: "pk", composite: ["issuer"], casing: "none" },
          sk: { field: "sk", composite: ["subject"], casing: "none" },
        },
      },
    },
    database,
  )
