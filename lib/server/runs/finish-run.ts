import "server-only"
import { z } from "zod"
import { UploadId } from "#lib/domain/ids.ts"
import { ImportOptions } from "#lib/domain/job-contract.ts"
import type { RunError, RunProgress } from "#lib/domain/run.ts"
import { getDataset, updateDataset } from "../datasets/dataset-store.ts"
import { forget } from "../datasets/receive-upload.ts"
import { log } from "../log.ts"
import { endRun, type StoredRun } from "./run-store.ts"

/** What an import needs to be driven, by whoever takes it over. */
export const ImportRunRequest = z.object({ uploadId: UploadId, filename: z.string(), options: ImportOptions })

export type Outcome = ({ status: "succeeded" | "cancelled" } | { status: "failed"; error: RunError }) & {
  /** Where it stood at its end; absent when that is what was last written. */
  progress?: RunProgress
}

/** Ends a run and tidies up after it. Without effect when it has ended already, or `owner` has lost the lease. */
export async function finishRun(run: StoredRun, owner: string | null, outcome: Outcome): Promise<void> {
  const ended = await endRun(run.id, owner, outcome)
  if (!ended) return
  log.info(
    { runId: run.id, kind: run.kind, status: outcome.status, error: "error" in outcome ? outcome.error : undefined },
    "run ended",
  )
  if (outcome.status !== "succeeded" && run.datasetId) {
    const dataset = await getDataset(run.datasetId)
    // Data published before stays, and with it the dataset's status.
    if (dataset && !dataset.dataVersion) await updateDataset(dataset.id, { status: "failed" }, null)
  }
  await forget(ImportRunRequest.parse(run.request))
}
