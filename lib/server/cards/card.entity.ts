import "server-only"
import { Entity } from "electrodb"
import { jsonAttribute, numberInKey } from "../db/attributes.ts"
import type { Database } from "../db/client.ts"
import { primaryKey, secondaryIndex } from "../db/indexes.ts"
import { grantAttributes } from "../shares/grant-attributes.ts"

/** Code is either in the item or, where long, in the object store under its SHA-256. */
const codeAttributes = { code: { type: "string" }, codeSha256: { type: "string" } } as const

export const cardEntity = (database: Database) =>
  new Entity(
    {
      model: { service: "cardloom", entity: "card", version: "1" },
      attributes: {
        id: { type: "string", required: true },
        name: { type: "string", required: true },
        description: { type: "string", required: true },
        language: { type: "string", required: true },
        ...codeAttributes,
        datasets: { ...jsonAttribute, required: true },
        columns: { ...jsonAttribute, required: true },
        params: { ...jsonAttribute, required: true },
        chart: jsonAttribute,
        maxAgeSeconds: { type: "number" },
        ownerId: { type: "string", required: true },
        version: { type: "number", required: true },
        ...grantAttributes,
        createdAt: { type: "string", required: true },
        updatedAt: { type: "string", required: true },
        deletedAt: { type: "string" },
      },
      indexes: {
        /** One card by id. */
        byId: primaryKey(["id"]),
        /** An owner's cards, last changed first. */
        byOwner: secondaryIndex("gsi1", ["ownerId"], ["updatedAt"], "cards"),
        /** All cards, last changed first. */
        all: secondaryIndex("gsi2", [], ["updatedAt"], "cards"),
      },
    },
    database,
  )

/** What a card was at each save. */
export const cardVersionEntity = (database: Database) =>
  new Entity(
    {
      model: { service: "cardloom", entity: "cardVersion", version: "1" },
      attributes: {
        cardId: { type: "string", required: true },
        number: numberInKey,
        name: { type: "string", required: true },
        description: { type: "string", required: true },
        language: { type: "string", required: true },
        ...codeAttributes,
        datasets: { ...jsonAttribute, required: true },
        columns: { ...jsonAttribute, required: true },
        params: { ...jsonAttribute, required: true },
        chart: jsonAttribute,
        maxAgeSeconds: { type: "number" },
        savedAt: { type: "string", required: true },
      },
      indexes: {
        /** A card's versions by number. */
        byCard: primaryKey(["cardId"], ["number"]),
      },
    },
    database,
  )

/** Says that a card reads a dataset. Written with the card, in one transaction. */
export const cardDatasetEntity = (database: Database) =>
  new Entity(
    {
      model: { service: "cardloom", entity: "cardDataset", version: "1" },
      attributes: {
        datasetId: { type: "string", required: true },
        cardId: { type: "string", required: true },
      },
      indexes: {
        /** The cards that read a dataset. */
        byDataset: primaryKey(["datasetId"], ["cardId"]),
      },
    },
    database,
  )
