import "server-only"
import { Entity } from "electrodb"
import { jsonAttribute, numberInKey } from "../db/attributes.ts"
import type { Database } from "../db/client.ts"
import { primaryKey, secondaryIndex } from "../db/indexes.ts"

/** What an author writes. Code is either in the item or, where long, in the object store under its SHA-256. */
const definition = {
  name: { type: "string", required: true },
  description: { type: "string", required: true },
  language: { type: "string", required: true },
  code: { type: "string" },
  codeSha256: { type: "string" },
  inputs: { ...jsonAttribute, required: true },
  params: { ...jsonAttribute, required: true },
  schedule: jsonAttribute,
  trigger: jsonAttribute,
  allowSchemaChange: { type: "boolean", required: true },
} as const

export const transformEntity = (database: Database) =>
  new Entity(
    {
      model: { service: "cardloom", entity: "transform", version: "1" },
      attributes: {
        id: { type: "string", required: true },
        ...definition,
        outputDatasetId: { type: "string" },
        lastRunId: { type: "string" },
        /** The run whose turn it is: a transform's runs are driven one after the other. */
        turnRunId: { type: "string" },
        ownerId: { type: "string", required: true },
        version: { type: "number", required: true },
        createdAt: { type: "string", required: true },
        updatedAt: { type: "string", required: true },
      },
      indexes: {
        /** One transform by id. */
        byId: primaryKey(["id"]),
        /** An owner's transforms, last changed first. */
        byOwner: secondaryIndex("gsi1", ["ownerId"], ["updatedAt"], "transforms"),
        /** All transforms, last changed first. */
        all: secondaryIndex("gsi2", [], ["updatedAt"], "transforms"),
      },
    },
    database,
  )

/** What a transform was at each save. */
export const transformVersionEntity = (database: Database) =>
  new Entity(
    {
      model: { service: "cardloom", entity: "transformVersion", version: "1" },
      attributes: {
        transformId: { type: "string", required: true },
        number: numberInKey,
        ...definition,
        savedAt: { type: "string", required: true },
      },
      indexes: {
        /** A transform's versions by number. */
        byTransform: primaryKey(["transformId"], ["number"]),
      },
    },
    database,
  )

/** Says that a transform reads a dataset. Written with the transform, in one transaction. */
export const transformInputEntity = (database: Database) =>
  new Entity(
    {
      model: { service: "cardloom", entity: "transformInput", version: "1" },
      attributes: {
        datasetId: { type: "string", required: true },
        transformId: { type: "string", required: true },
      },
      indexes: {
        /** The transforms that read a dataset. */
        byDataset: primaryKey(["datasetId"], ["transformId"]),
      },
    },
    database,
  )

/** Says that a run is a transform's. Written with the run, in one transaction. */
export const transformRunEntity = (database: Database) =>
  new Entity(
    {
      model: { service: "cardloom", entity: "transformRun", version: "1" },
      attributes: {
        transformId: { type: "string", required: true },
        /** Of a scheduled run: the instant it was for. */
        at: { type: "string", required: true },
        runId: { type: "string", required: true },
      },
      indexes: {
        /** A transform's runs by time. */
        byTransform: primaryKey(["transformId"], ["at", "runId"]),
      },
    },
    database,
  )

/** Counts the changes of who reads what, so that two saves at once can't close a circle that neither saw. */
export const transformGraphEntity = (database: Database) =>
  new Entity(
    {
      model: { service: "cardloom", entity: "transformGraph", version: "1" },
      attributes: { id: { type: "string", required: true }, version: { type: "number", required: true } },
      indexes: {
        /** The only one. */
        byId: primaryKey(["id"]),
      },
    },
    database,
  )
