import { z } from "zod"
import { Column } from "./column.ts"
import { DatasetId, DataVersionId, RunId, UserId } from "./ids.ts"

export const DatasetStatus = z.enum(["importing", "ready", "failed"])
export type DatasetStatus = z.infer<typeof DatasetStatus>

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
})
export type DataVersion = z.infer<typeof DataVersion>

export const DatasetName = z.string().trim().min(1, "give the dataset a name").max(200)

/** A named table, with its current data version (null until the first import has succeeded). */
export const Dataset = z.object({
  id: DatasetId,
  name: DatasetName,
  description: z.string().max(10_000),
  ownerId: UserId,
  status: DatasetStatus,
  source: z.object({ type: z.literal("upload"), filename: z.string() }),
  columns: z.array(Column),
  rowCount: z.int().nonnegative(),
  sizeBytes: z.int().nonnegative(),
  dataVersion: DataVersion.nullable(),
  /** The import under way, or the last one. */
  runId: RunId.nullable(),
  version: z.int().positive(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
})
export type Dataset = z.infer<typeof Dataset>

export const DatasetPatch = z
  .strictObject({ name: DatasetName, description: z.string().max(10_000) })
  .partial()
  .refine((patch) => Object.keys(patch).length > 0, "name at least one field to change")
export type DatasetPatch = z.infer<typeof DatasetPatch>
