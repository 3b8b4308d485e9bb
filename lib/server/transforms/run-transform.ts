import "server-only"
import { AppError } from "#lib/domain/app-error.ts"
import { newId } from "#lib/domain/ids.ts"
import type { TransformPreview } from "#lib/domain/job-contract.ts"
import { hasEnded, Run } from "#lib/domain/run.ts"
import type { TransformDetail } from "#lib/domain/summaries.ts"
import type { TransformTrial } from "#lib/domain/transform.ts"
import type { Actor } from "#lib/domain/user.ts"
import { recordAudit } from "../audit/record-audit.ts"
import { findPermitted } from "../auth/find-permitted.ts"
import { tryTransform } from "../executor/executor-client.ts"
import { publicRun } from "../runs/public-run.ts"
import { getRun } from "../runs/run-store.ts"
import { readAsker } from "../users/read-asker.ts"
import { webEnv } from "../web-env.ts"
import { beginRun } from "./begin-run.ts"
import { checkAliases, checkInputs } from "./check-definition.ts"
import { newRun } from "./new-run.ts"
import { readInputVersions } from "./read-inputs.ts"
import { transformDetail, type NamedTransform } from "./read-transform.ts"
import * as store from "./transform-store.ts"

const MAX_ATTEMPTS = 5
/** Enough rows to see what code does, few enough that nobody waits for them. */
const SAMPLE_ROWS = 10_000

/** Queues a run, or answers the one under way. @throws AppError not_found, forbidden. */
export async function runTransform({
  actor,
  transformId,
}: NamedTransform): Promise<{ transform: TransformDetail; run: Run }> {
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const { thing } = await findPermitted(actor, "edit", "transform", store.getTransform(transformId))
    const last = thing.lastRunId && (await getRun(thing.lastRunId))
    if (last && !hasEnded(last.status) && last.status !== "awaiting_confirmation")
      return { transform: await transformDetail(actor, thing), run: publicRun(last) }
    const createdAt = new Date().toISOString()
    const run = newRun(thing, { id: newId("run"), cause: { type: "manual" }, startedBy: actor.userId, createdAt })
    // Somebody who asks at the same moment gets the same run.
    if ((await beginRun({ run, at: createdAt, after: thing.lastRunId })) !== "begun") continue
    await recordAudit({
      type: "transform.run",
      targetId: transformId,
      targetName: thing.name,
      details: { runId: run.id },
    })
    const transform = await transformDetail(actor, { ...thing, lastRunId: run.id })
    return { transform, run: transform.lastRun ?? Run.parse(run) }
  }
  throw new AppError("unavailable", "Others keep starting this transform. Try again in a moment.", {
    retryAfterSeconds: 1,
  })
}

/** Tries a transform on the first rows of its inputs; one that fails is an answer. @throws AppError validation_failed, conflict, unavailable. */
export async function previewTransform(
  { actor, trial }: { actor: Actor; trial: TransformTrial },
  signal: AbortSignal,
): Promise<TransformPreview> {
  const { language, code, params, inputs } = trial
  checkAliases(trial)
  await checkInputs(actor, inputs)
  const read = await readInputVersions(inputs, await readAsker(actor.userId))
  if ("error" in read) throw new AppError("conflict", read.error.message)
  return tryTransform(
    {
      requestId: crypto.randomUUID(),
      principal: actor.userId,
      priority: "preview",
      timezone: webEnv().CARDLOOM_TIMEZONE,
      language,
      code,
      params,
      inputs: read.inputVersions.map(({ alias, datasetId, dataVersionId }) => ({ alias, datasetId, dataVersionId })),
      sampleRows: SAMPLE_ROWS,
    },
    signal,
  )
}
