import "server-only"
import { hasEnded } from "#lib/domain/run.ts"
import { recordAudit } from "../audit/record-audit.ts"
import { findPermitted } from "../auth/find-permitted.ts"
import { markDataset } from "../datasets/dataset-store.ts"
import { finishRun } from "../runs/finish-run.ts"
import { getRuns, requestCancel } from "../runs/run-store.ts"
import { clearMarksBelow } from "./mark-outputs.ts"
import type { NamedTransform } from "./read-transform.ts"
import * as store from "./transform-store.ts"

const LOOKED_AT = 50

/** Deletes a transform for good; what it has made stays. Its runs that have not ended are cancelled. @throws AppError not_found, forbidden. */
export async function deleteTransform({ actor, transformId }: NamedTransform): Promise<void> {
  const { thing } = await findPermitted(actor, "own", "transform", store.getTransformHead(transformId))
  const { data: runIds } = await store.listTransformRunIds(transformId, { limit: LOOKED_AT })
  await store.deleteTransform(thing)
  // Nothing will make what it has made anew, so that is as fresh as it will be.
  if (thing.outputDatasetId) {
    await markDataset(thing.outputDatasetId, { from: transformId })
    await clearMarksBelow(thing.outputDatasetId, transformId)
  }
  await recordAudit({ type: "transform.deleted", targetId: transformId, targetName: thing.name })
  const error = { code: "not_found", message: "The transform was deleted, so this run was dropped." }
  for (const run of (await getRuns(runIds)).filter(({ status }) => !hasEnded(status))) {
    const asked = await requestCancel(run.id)
    if (asked?.status === "awaiting_confirmation") await finishRun(asked, "awaiting", { status: "cancelled", error })
    else if (asked?.status === "queued") await finishRun(asked, "anyone", { status: "cancelled", error })
  }
}
