import "server-only"
import { AppError } from "#lib/domain/app-error.ts"
import type { RunId } from "#lib/domain/ids.ts"
import { objectKeys } from "#lib/domain/object-keys.ts"
import { atLeast } from "#lib/domain/permissions.ts"
import type { Run, RunError } from "#lib/domain/run.ts"
import type { Actor } from "#lib/domain/user.ts"
import { publishDataVersion } from "../datasets/dataset-store.ts"
import { log } from "../log.ts"
import { objectStore } from "../object-store.ts"
import { fanOutFrom } from "../schedules/fan-out.ts"
import { recordPublication } from "./record-publication.ts"
import { findRun } from "./find-run.ts"
import { finishRun } from "./finish-run.ts"
import { publicRun } from "./public-run.ts"
import { getRun, type Candidate, type StoredRun } from "./run-store.ts"

type NamedRun = { actor: Actor; runId: RunId }

/**
 * Publishes what a run has made and a person has looked at, if the data it was compared with are still current. One
 * that is published already stays so. @throws AppError not_found, forbidden, conflict.
 */
export async function publishRun({ actor, runId }: NamedRun): Promise<Run> {
  const { run, datasetRight } = await findRun(actor, runId)
  if (!atLeast(datasetRight, "edit"))
    throw new AppError("forbidden", "You may see this run but not change its dataset.")
  if (run.status === "succeeded") return publicRun(run)
  const { candidate, datasetId } = run
  if (run.status !== "awaiting_confirmation" || !candidate || !datasetId) throw notAwaiting(run)
  await failUnlessStored(run, candidate)
  const { sizeBytes } = candidate.dataVersion
  let published
  try {
    published = await publishDataVersion({
      datasetId,
      expectedDataVersionNumber: candidate.expectedDataVersionNumber,
      dataVersion: { ...candidate.dataVersion, publishedAt: new Date().toISOString() },
      ...(candidate.dataVersion.source && { source: candidate.dataVersion.source }),
      run: {
        id: runId,
        ender: "awaiting",
        progress: { stage: "publishing", done: sizeBytes, total: sizeBytes },
        inputRows: run.inputRows,
        outputRows: run.outputRows,
        peakMemoryBytes: run.peakMemoryBytes,
      },
    })
  } catch (error) {
    if (!(error instanceof AppError) || error.code === "unavailable") throw error
    // It can't be published any more, whatever happens next; one that somebody else has just ended stays as it is.
    await finishRun(run, "awaiting", { status: "failed", error: { code: error.code, message: error.message } })
    throw error
  }
  log.info({ runId, datasetId, userId: actor.userId }, "run published")
  await fanOutFrom(datasetId, new Date())
  await recordPublication(run, published, candidate.dataVersion.rowCount)
  return readEnded(run)
}

/** Drops what a run has made; one that is dropped already stays so. @throws AppError not_found, conflict. */
export async function discardRun({ actor, runId }: NamedRun): Promise<Run> {
  const { run } = await findRun(actor, runId)
  if (run.status === "cancelled") return publicRun(run)
  if (run.status !== "awaiting_confirmation") throw notAwaiting(run)
  await finishRun(run, "awaiting", { status: "cancelled" })
  const ended = await readEnded(run)
  // Somebody was quicker.
  if (ended.status !== "cancelled") throw notAwaiting(ended)
  return ended
}

/** What is published must be there, whole, before anything points to it. @throws AppError conflict. */
async function failUnlessStored(run: StoredRun, { dataVersion }: Candidate): Promise<void> {
  const head = run.datasetId && (await objectStore().head(objectKeys.data(run.datasetId, dataVersion.id)))
  if (head && head.sizeBytes === dataVersion.sizeBytes) return
  const error: RunError = { code: "conflict", message: "The data are no longer there. Start it again." }
  await finishRun(run, "awaiting", { status: "failed", error })
  throw new AppError("conflict", error.message)
}

const readEnded = async (run: StoredRun): Promise<Run> => publicRun((await getRun(run.id)) ?? run)

function notAwaiting({ status, error }: Pick<Run, "status" | "error">): AppError {
  switch (status) {
    case "queued":
    case "running":
      return new AppError("conflict", "This run is still under way. Wait for it to end.")
    case "failed":
      return new AppError("conflict", error?.message ?? "This run has failed. Start it again.")
    case "cancelled":
      return new AppError("conflict", error?.message ?? "This run was dropped. Start it again.")
    case "succeeded":
    case "awaiting_confirmation":
      return new AppError("conflict", "This run has been published.")
  }
}
