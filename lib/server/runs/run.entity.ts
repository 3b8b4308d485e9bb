import "server-only"
import { Entity } from "electrodb"
import { jsonAttribute } from "../db/attributes.ts"
import type { Database } from "../db/client.ts"
import { primaryKey, secondaryIndex } from "../db/indexes.ts"

export const runEntity = (database: Database) =>
  new Entity(
    {
      model: { service: "cardloom", entity: "run", version: "1" },
      attributes: {
        id: { type: "string", required: true },
        kind: { type: "string", required: true },
        status: { type: "string", required: true },
        progress: { ...jsonAttribute, required: true },
        error: jsonAttribute,
        review: jsonAttribute,
        outcome: { type: "string" },
        confirmBy: { type: "string" },
        /** What publishing it would publish, while it awaits confirmation. */
        candidate: jsonAttribute,
        datasetId: { type: "string" },
        /** Down to peakMemoryBytes: of a transform's runs. */
        transformId: { type: "string" },
        transformVersion: { type: "number" },
        cause: jsonAttribute,
        inputVersions: jsonAttribute,
        inputRows: { type: "number" },
        outputRows: { type: "number" },
        peakMemoryBytes: { type: "number" },
        startedBy: { type: "string", required: true },
        createdAt: { type: "string", required: true },
        startedAt: { type: "string" },
        finishedAt: { type: "string" },
        /** What whoever takes the run over needs to do it. */
        request: { ...jsonAttribute, required: true },
        attempt: { type: "number", required: true },
        leaseOwner: { type: "string" },
        leaseUntil: { type: "string" },
        cancelRequested: { type: "boolean", required: true },
        /** "yes" until the run ends, then absent; "awaiting" while it waits for a person. */
        unfinished: { type: "string" },
      },
      indexes: {
        /** One run by id. */
        byId: primaryKey(["id"]),
        /** The runs a user started, newest first. */
        byUser: secondaryIndex("gsi1", ["startedBy"], ["createdAt"], "runs"),
        /** The runs somebody must still see to, oldest first, and those a person must. Sparse: a run leaves it when it ends. */
        unfinished: secondaryIndex("gsi2", ["unfinished"], ["createdAt"], "runs"),
      },
    },
    database,
  )
