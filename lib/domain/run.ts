import { z } from "zod"
import { DatasetId, RunId, UserId } from "./ids.ts"
import { ImportStage } from "./job-contract.ts"

export const RunStatus = z.enum(["queued", "running", "awaiting_confirmation", "succeeded", "failed", "cancelled"])
export type RunStatus = z.infer<typeof RunStatus>

export const ENDED_STATUSES: readonly RunStatus[] = ["succeeded", "failed", "cancelled"]
export const hasEnded = (status: RunStatus): boolean => ENDED_STATUSES.includes(status)

export const RunError = z.object({
  code: z.string(),
  message: z.string(),
  line: z.int().optional(),
  column: z.string().optional(),
})
export type RunError = z.infer<typeof RunError>

/** `done` and `total` are bytes of the uploaded file while it is read, 0 of 0 where a stage has no measure. */
export const RunProgress = z.object({ stage: ImportStage, done: z.int().nonnegative(), total: z.int().nonnegative() })
export type RunProgress = z.infer<typeof RunProgress>

/** The durable record of one import. */
export const Run = z.object({
  id: RunId,
  kind: z.enum(["import"]),
  status: RunStatus,
  progress: RunProgress,
  error: RunError.nullish(),
  datasetId: DatasetId.nullish(),
  startedBy: UserId,
  createdAt: z.iso.datetime(),
  startedAt: z.iso.datetime().nullish(),
  finishedAt: z.iso.datetime().nullish(),
})
export type Run = z.infer<typeof Run>
