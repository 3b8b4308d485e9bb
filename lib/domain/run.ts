import { z } from "zod"
import { DatasetId, DataVersionId, RunId, TransformId, UserId } from "./ids.ts"
import { ImportMode } from "./dataset.ts"
import { ImportProgress } from "./job-contract.ts"
import { SchemaDiff } from "./schema-diff.ts"

export const RunStatus = z.enum(["queued", "running", "awaiting_confirmation", "succeeded", "failed", "cancelled"])
export type RunStatus = z.infer<typeof RunStatus>

export const ENDED_STATUSES: readonly RunStatus[] = ["succeeded", "failed", "cancelled"]
export const hasEnded = (status: RunStatus): boolean => ENDED_STATUSES.includes(status)

export const RunError = z.object({
  code: z.string(),
  message: z.string(),
  line: z.int().optional(),
  column: z.string().optional(),
  /** The author's frames, of a transform that failed. */
  frames: z.array(z.object({ line: z.int(), function: z.string(), source: z.string() })).optional(),
  hint: z.string().optional(),
})
export type RunError = z.infer<typeof RunError>

export const RunProgress = ImportProgress
export type RunProgress = z.infer<typeof RunProgress>

/** A thing that reads a dataset, with those of the columns in question it reads; null = it reads all of them. */
export const ColumnReader = z.object({
  kind: z.enum(["card", "dashboard", "transform"]),
  id: z.string(),
  name: z.string(),
  columns: z.array(z.string()).nullable(),
})
export type ColumnReader = z.infer<typeof ColumnReader>

/** What publishing would change, for the person who decides. */
export const RunReview = z.object({
  mode: ImportMode,
  diff: SchemaDiff,
  rowsBefore: z.int().nonnegative(),
  rowsAfter: z.int().nonnegative(),
  warnings: z.array(z.string()),
  /** The cards that read, and the dashboards that filter by, columns that are removed or change their type. */
  readers: z.array(ColumnReader),
})
export type RunReview = z.infer<typeof RunReview>

/** Why a transform ran. `instant` is the one it was due at. */
export const RunCause = z.discriminatedUnion("type", [
  z.object({ type: z.literal("manual") }),
  z.object({ type: z.literal("schedule"), instant: z.iso.datetime() }),
  z.object({ type: z.literal("input_change"), datasetId: DatasetId }),
])
export type RunCause = z.infer<typeof RunCause>

/** The durable record of one import or one run of a transform. */
export const Run = z.object({
  id: RunId,
  kind: z.enum(["import", "transform"]),
  status: RunStatus,
  progress: RunProgress,
  error: RunError.nullish(),
  /** While it awaits confirmation, and afterwards as a record of it. */
  review: RunReview.nullish(),
  /**
   * Of a run that succeeded: unchanged = the source was as it was at the last import, so nothing was published.
   * Of one that was cancelled: missed = nobody was there at its instant, and a later one was caught up instead.
   */
  outcome: z.enum(["published", "unchanged", "missed"]).nullish(),
  /** The rest is of a transform's runs. */
  transformId: TransformId.nullish(),
  transformVersion: z.int().positive().nullish(),
  cause: RunCause.nullish(),
  inputVersions: z
    .array(
      z.object({ alias: z.string(), datasetId: DatasetId, dataVersionId: DataVersionId, number: z.int().positive() }),
    )
    .nullish(),
  inputRows: z.int().nonnegative().nullish(),
  outputRows: z.int().nonnegative().nullish(),
  peakMemoryBytes: z.int().nonnegative().nullish(),
  /** How often it was begun. */
  attempt: z.int().nonnegative().nullish(),
  /** Of a run that awaits confirmation: when it is dropped if nobody decides. */
  confirmBy: z.iso.datetime().nullish(),
  datasetId: DatasetId.nullish(),
  startedBy: UserId,
  createdAt: z.iso.datetime(),
  startedAt: z.iso.datetime().nullish(),
  finishedAt: z.iso.datetime().nullish(),
})
export type Run = z.infer<typeof Run>
