import { z } from "zod"
import { Column } from "./column.ts"
import { DatasetId, DataVersionId, RunId, TransformId, UserId } from "./ids.ts"
import { ImportOptions } from "./job-contract.ts"

export const DatasetStatus = z.enum(["importing", "ready", "failed"])
export type DatasetStatus = z.infer<typeof DatasetStatus>

/** replace: the file is the data. append: the file's rows follow those there are. */
export const ImportMode = z.enum(["replace", "append"])
export type ImportMode = z.infer<typeof ImportMode>

export const DatasetSource = z.discriminatedUnion("type", [
  z.object({ type: z.literal("upload"), filename: z.string() }),
  /** `etag` is what was imported last. */
  z.object({ type: z.literal("s3"), bucket: z.string(), key: z.string(), etag: z.string().nullable().default(null) }),
  z.object({ type: z.literal("transform"), transformId: TransformId }),
])
export type DatasetSource = z.infer<typeof DatasetSource>

/** One immutable Parquet object, as published. `number` counts from 1. */
export const DataVersion = z.object({
  id: DataVersionId,
  number: z.int().positive(),
  columns: z.array(Column),
  rowCount: z.int().nonnegative(),
  sizeBytes: z.int().nonnegative(),
  warnings: z.array(z.string()),
  publishedAt: z.iso.datetime(),
  runId: RunId,
  /** Where its rows came from. Versions published before this was kept have none. */
  source: DatasetSource.nullable().default(null),
  mode: ImportMode.default("replace"),
  /** The number of the version whose data this one brought back. */
  restoredFrom: z.int().positive().nullable().default(null),
  sortedBy: z.string().nullable().default(null),
  /** Of the Parquet object, hexadecimal. */
  sha256: z.string().nullable().default(null),
  /** How it was read, so that the next import of the same source reads alike. */
  options: ImportOptions.default({}),
})
export type DataVersion = z.infer<typeof DataVersion>

/** Why a dataset is older than it should be: a transform it comes from, itself or by others, has failed. */
export const Staleness = z.object({
  since: z.iso.datetime(),
  /** A sentence for whoever looks at it. */
  reason: z.string(),
  runId: RunId,
  transformId: TransformId,
})
export type Staleness = z.infer<typeof Staleness>

export const DatasetName = z.string().trim().min(1, "give the dataset a name").max(200)

/** A named table, with its current data version (null until the first import has succeeded). */
export const Dataset = z.object({
  id: DatasetId,
  name: DatasetName,
  description: z.string().max(10_000),
  ownerId: UserId,
  status: DatasetStatus,
  source: DatasetSource,
  /** What columns mean, by name. */
  columnDescriptions: z.record(z.string(), z.string()).default({}),
  columns: z.array(Column),
  rowCount: z.int().nonnegative(),
  sizeBytes: z.int().nonnegative(),
  dataVersion: DataVersion.nullable(),
  /** The import under way, or the last one. */
  runId: RunId.nullable(),
  /** null = as fresh as it should be. */
  stale: Staleness.nullable().default(null),
  version: z.int().positive(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
})
export type Dataset = z.infer<typeof Dataset>

export const DatasetPatch = z
  .strictObject({
    name: DatasetName,
    description: z.string().max(10_000),
    columnDescriptions: z
      .record(z.string().min(1).max(1000), z.string().max(1000))
      .refine((texts) => JSON.stringify(texts).length <= 100_000, "the descriptions are too long together"),
  })
  .partial()
  .refine((patch) => Object.keys(patch).length > 0, "name at least one field to change")
export type DatasetPatch = z.infer<typeof DatasetPatch>
