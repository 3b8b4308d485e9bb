import "server-only"
import { Entity } from "electrodb"
import { expiresAtSecondsAttribute, jsonAttribute, numberInKey } from "../db/attributes.ts"
import type { Database } from "../db/client.ts"

export const conversationEntity = (database: Database) =>
  new Entity(
    {
      model: { service: "cardloom", entity: "conversation", version: "1" },
      attributes: {
        id: { type: "string", required: true },
        /** Whose it is: nobody else may read it. Of a public link's readers: the link's. */
        userId: { type: "string", required: true },
        /** The dashboard or dataset it is about. */
        subjectId: { type: "string", required: true },
        title: { type: "string", required: true },
        /** The number of the next message. Writing one begins by taking its number. */
        messageCount: { type: "number", required: true },
        createdAt: { type: "string", required: true },
        updatedAt: { type: "string", required: true },
        expiresAtSeconds: expiresAtSecondsAttribute,
      },
      indexes: {
        /** One conversation of a person. */
        byId: {
          pk: { field: "pk", composite: ["userId"], casing: "none" },
          sk: { field: "sk", composite: ["id"], casing: "none" },
        },
        /** A person's conversations about one thing, by when they were last continued. */
        bySubject: {
          index: "gsi1",
          scope: "conversations",
          pk: { field: "gsi1pk", composite: ["userId", "subjectId"], casing: "none" },
          sk: { field: "gsi1sk", composite: ["updatedAt"], casing: "none" },
        },
      },
    },
    database,
  )

export const chatMessageEntity = (database: Database) =>
  new Entity(
    {
      model: { service: "cardloom", entity: "chatMessage", version: "1" },
      attributes: {
        userId: { type: "string", required: true },
        conversationId: { type: "string", required: true },
        number: numberInKey,
        message: { ...jsonAttribute, required: true },
        expiresAtSeconds: expiresAtSecondsAttribute,
      },
      indexes: {
        /** A conversation's messages in order. */
        byConversation: {
          pk: { field: "pk", composite: ["userId", "conversationId"], casing: "none" },
          sk: { field: "sk", composite: ["number"], casing: "none" },
        },
      },
    },
    database,
  )

/** What a figure is cited by: how it was looked up, so that it can be again. The result is in the message. */
export const chatQueryEntity = (database: Database) =>
  new Entity(
    {
      model: { service: "cardloom", entity: "chatQuery", version: "1" },
      attributes: {
        userId: { type: "string", required: true },
        queryId: { type: "string", required: true },
        subjectId: { type: "string", required: true },
        lookup: { ...jsonAttribute, required: true },
        filters: { ...jsonAttribute, required: true },
        expiresAtSeconds: expiresAtSecondsAttribute,
      },
      indexes: {
        /** One query of a person. */
        byId: {
          pk: { field: "pk", composite: ["userId"], casing: "none" },
          sk: { field: "sk", composite: ["queryId"], casing: "none" },
        },
      },
    },
    database,
  )
