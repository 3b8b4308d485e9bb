import "server-only"
import { AppError } from "#lib/domain/app-error.ts"
import type { RunId } from "#lib/domain/ids.ts"
import { atLeast, rightOn } from "#lib/domain/permissions.ts"
import type { Right } from "#lib/domain/right.ts"
import type { Actor } from "#lib/domain/user.ts"
import { getDataset } from "../datasets/dataset-store.ts"
import { getTransformHead } from "../transforms/transform-store.ts"
import { getRun, type StoredRun } from "./run-store.ts"

/** A run and its place: `datasetRight` is what the actor may do with its dataset, none when that is gone. */
export type FoundRun = { run: StoredRun; datasetRight: Right }

/**
 * A run is open to whoever started it, and to whoever may change its dataset or its transform. @throws AppError not_found.
 */
export async function findRun(actor: Actor, runId: RunId): Promise<FoundRun> {
  const run = await getRun(runId)
  const dataset = run?.datasetId ? await getDataset(run.datasetId) : null
  const datasetRight = dataset ? rightOn(actor, dataset) : "none"
  const transform = run?.transformId ? await getTransformHead(run.transformId) : null
  const rights = [
    datasetRight,
    transform ? rightOn(actor, transform) : "none",
    run ? rightOn(actor, { ownerId: run.startedBy, grants: [] }) : "none",
  ] as const
  if (run && rights.some((right) => atLeast(right, "edit"))) return { run, datasetRight }
  throw new AppError("not_found", "There is no such run, or it is not shared with you.")
}
