import "server-only"
import { Entity } from "electrodb"
import type { Database } from "../db/client.ts"
import { primaryKey, secondaryIndex } from "../db/indexes.ts"

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
        byId: primaryKey(["id"]),
        /** All groups, by name. */
        all: secondaryIndex("gsi1", [], ["foldedName"], "groups"),
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
        byName: primaryKey(["foldedName"]),
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
        byUser: primaryKey(["userId"], ["groupId"]),
        /** A group's members, in the order in which they came. */
        byGroup: secondaryIndex("gsi1", ["groupId"], ["addedAt", "userId"]),
      },
    },
    database,
  )
