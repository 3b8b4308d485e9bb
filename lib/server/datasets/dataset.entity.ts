import "server-only"
import { Entity } from "electrodb"
import { expiresAtSecondsAttribute, jsonAttribute, numberInKey } from "../db/attributes.ts"
import type { Database } from "../db/client.ts"
import { primaryKey, secondaryIndex } from "../db/indexes.ts"
import { grantAttributes } from "../shares/grant-attributes.ts"

export const datasetEntity = (database: Database) =>
  new Entity(
    {
      model: { service: "cardloom", entity: "dataset", version: "1" },
      attributes: {
        id: { type: "string", required: true },
        name: { type: "string", required: true },
        description: { type: "string", required: true },
        ownerId: { type: "string", required: true },
        status: { type: "string", required: true },
        source: { ...jsonAttribute, required: true },
        columnDescriptions: jsonAttribute,
        /** The current DataVersion, whole. */
        dataVersion: jsonAttribute,
        /** Its number once more, for publishing on condition that it has not moved. 0 = none yet. */
        dataVersionNumber: { type: "number", required: true },
        runId: { type: "string" },
        /** Absent while it is as fresh as it should be. */
        stale: jsonAttribute,
        version: { type: "number", required: true },
        ...grantAttributes,
        createdAt: { type: "string", required: true },
        updatedAt: { type: "string", required: true },
      },
      indexes: {
        /** One dataset by id. */
        byId: primaryKey(["id"]),
        /** An owner's datasets, last changed first. */
        byOwner: secondaryIndex("gsi1", ["ownerId"], ["updatedAt"], "datasets"),
        /** All datasets, last changed first. */
        all: secondaryIndex("gsi2", [], ["updatedAt"], "datasets"),
      },
    },
    database,
  )

/** The history: every data version that was ever current. */
export const dataVersionEntity = (database: Database) =>
  new Entity(
    {
      model: { service: "cardloom", entity: "dataVersion", version: "1" },
      attributes: {
        datasetId: { type: "string", required: true },
        number: numberInKey,
        id: { type: "string", required: true },
        columns: { ...jsonAttribute, required: true },
        rowCount: { type: "number", required: true },
        sizeBytes: { type: "number", required: true },
        warnings: { ...jsonAttribute, required: true },
        publishedAt: { type: "string", required: true },
        runId: { type: "string", required: true },
        source: jsonAttribute,
        mode: { type: "string" },
        restoredFrom: { type: "number" },
        sortedBy: { type: "string" },
        sha256: { type: "string" },
        options: jsonAttribute,
      },
      indexes: {
        /** A dataset's versions by number. */
        byDataset: primaryKey(["datasetId"], ["number"]),
      },
    },
    database,
  )

/** Says that there was a dataset with this id, so that what is left of its objects may go. */
export const deletedDatasetEntity = (database: Database) =>
  new Entity(
    {
      model: { service: "cardloom", entity: "deletedDataset", version: "1" },
      attributes: {
        id: { type: "string", required: true },
        expiresAtSeconds: expiresAtSecondsAttribute,
      },
      indexes: {
        /** One by the dataset's id. */
        byId: primaryKey(["id"]),
      },
    },
    database,
  )
