import "server-only"
import { Entity } from "electrodb"
import type { Database } from "../db/client.ts"

export const groupEntity = (database: Database) =>
  new Entity(
    {
      model: { service: "cardloom", entity: "group", version: "1" },
      attributes: {
        id: { type: "string", required: true },
        name: { type: "string", required: true },
        /** The name in lower case: sorts, and is unique by its guard. */
        foldedName: { type: "string", required: true },
        createdAt: { type: "string", required: true },
      },
      indexes: {
        /** One group by id. */
        byId: {
          pk: { field: "pk", composite: ["id"], casing: "none" },
          sk: { field: "sk", composite: [], casing: "none" },
        },
        /** All groups, by name. */
        all: {
          index: "gsi1",
          scope: "groups",
          pk: { field: "gsi1pk", composite: [], casing: "none" },
          sk: { field: "gsi1sk", composite: ["foldedName"], casing: "none" },
        },
      },
    },
    database,
  )

/** Holds a name for one group: names are unique because this item's key is. */
export const groupNameGuardEntity = (database: Database) =>
  new Entity(
    {
      model: { service: "cardloom", entity: "groupNameGuard", version: "1" },
      attributes: {
        foldedName: { type: "string", required: true },
        groupId: { type: "string", required: true },
      },
      indexes: {
        /** Whose name it is. */
        byName: {
          pk: { field: "pk", composite: ["foldedName"], casing: "none" },
          sk: { field: "sk", composite: [], casing: "none" },
        },
      },
    },
    database,
  )

export const groupMemberEntity = (database: Database) =>
  new Entity(
    {
      model: { service: "cardloom", entity: "groupMember", version: "1" },
      attributes: {
        userId: { type: "string", required: true },
        groupId: { type: "string", required: true },
        addedAt: { type: "string", required: true },
        /** Set when the organisation's sign-in says so, rather than an admin. */
        fromSignIn: { type: "boolean" },
      },
      indexes: {
        /** The groups somebody is in: read with every request, so it is the table's own key. */
        byUser: {
          pk: { field: "pk", composite: ["userId"], casing: "none" },
          sk: { field: "sk", composite: ["groupId"], casing: "none" },
        },
        /** A group's members, in the order in which they came. */
        byGroup: {
          index: "gsi1",
          pk: { field: "gsi1pk", composite: ["groupId"], casing: "none" },
          sk: { field: "gsi1sk", composite: ["addedAt", "userId"], casing: "none" },
        },
      },
    },
    database,
  )
