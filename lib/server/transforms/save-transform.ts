import "server-only"
import { AppError } from "#lib/domain/app-error.ts"
import { canonicalJson } from "#lib/domain/canonical-json.ts"
import { newId } from "#lib/domain/ids.ts"
import type { TransformDetail } from "#lib/domain/summaries.ts"
import type { Transform, TransformDraft, TransformPatch } from "#lib/domain/transform.ts"
import type { Actor } from "#lib/domain/user.ts"
import { recordAudit } from "../audit/record-audit.ts"
import { findPermitted } from "../auth/find-permitted.ts"
import { checkSchedule, nextInstants } from "../schedules/next-instants.ts"
import { checkAliases, checkInputs, checkNoCycle } from "./check-definition.ts"
import { transformDetail, type NamedTransform } from "./read-transform.ts"
import * as store from "./transform-store.ts"

/** @throws AppError validation_failed for inputs that are not the author's to use and schedules that can't be. */
export async function createTransform({
  actor,
  draft,
}: {
  actor: Actor
  draft: TransformDraft
}): Promise<TransformDetail> {
  checkAliases(draft)
  const nextRunAt = firstInstant(draft.schedule)
  await checkInputs(actor, draft.inputs)
  const now = new Date().toISOString()
  const transform: Transform = {
    ...draft,
    id: newId("tf"),
    outputDatasetId: null,
    lastRunId: null,
    ownerId: actor.userId,
    version: 1,
    createdAt: now,
    updatedAt: now,
  }
  // Nothing reads its output yet, so it can't close a circle.
  const stored = await store.createTransform(transform, nextRunAt)
  await recordAudit({ type: "transform.created", targetId: transform.id, targetName: transform.name })
  return transformDetail(actor, stored)
}

type UpdateTransform = NamedTransform & { patch: TransformPatch; expectedVersion: number }

/** @throws AppError not_found, forbidden, validation_failed, conflict, version_conflict with the current transform. */
export async function updateTransform({
  actor,
  transformId,
  patch,
  expectedVersion,
}: UpdateTransform): Promise<TransformDetail> {
  const { thing } = await findPermitted(actor, "edit", "transform", store.getTransform(transformId))
  const next = { ...thing, ...patch }
  checkAliases(next)
  const reschedules = canonicalJson({ at: next.schedule }) !== canonicalJson({ at: thing.schedule })
  const nextRunAt = reschedules ? firstInstant(next.schedule) : undefined
  // Read before the check, so that what is saved meanwhile is noticed.
  const graphVersion = patch.inputs ? await store.readGraphVersion() : undefined
  if (patch.inputs) {
    // What it reads already stays, whoever saves; only new inputs must be the saver's to use.
    const known = new Set(thing.inputs.map(({ datasetId }) => datasetId))
    await checkInputs(actor, patch.inputs, known)
    await checkNoCycle(actor, next)
  }
  const stored = await store.updateTransform(transformId, { patch, expectedVersion, nextRunAt, graphVersion })
  await recordAudit({
    type: "transform.changed",
    targetId: transformId,
    targetName: stored.name,
    details: { version: stored.version, fields: Object.keys(patch) },
  })
  return transformDetail(actor, stored)
}

/** Saves a version of before as a new one, schedule and all. @throws AppError as updateTransform. */
export async function restoreTransformVersion({
  actor,
  transformId,
  number,
  expectedVersion,
}: NamedTransform & { number: number; expectedVersion: number }): Promise<TransformDetail> {
  await findPermitted(actor, "edit", "transform", store.getTransformHead(transformId))
  const version = await store.getTransformVersion(transformId, number)
  if (!version) throw new AppError("not_found", `This transform has no version ${number}.`)
  const { number: _number, savedAt: _savedAt, ...patch } = version
  return updateTransform({ actor, transformId, patch, expectedVersion })
}

/** @throws AppError validation_failed */
function firstInstant(schedule: Transform["schedule"]): string | null {
  if (!schedule) return null
  const now = new Date()
  checkSchedule(schedule, now)
  return nextInstants(schedule, now, 1)[0]?.toISOString() ?? null
}
