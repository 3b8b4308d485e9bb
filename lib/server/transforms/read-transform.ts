import "server-only"
import type { ListQuery, Page } from "#lib/domain/api.ts"
import { withoutGrants } from "#lib/domain/grant.ts"
import type { TransformId } from "#lib/domain/ids.ts"
import { atLeast, rightOn } from "#lib/domain/permissions.ts"
import type { Run } from "#lib/domain/run.ts"
import type { TransformDetail } from "#lib/domain/summaries.ts"
import type { Actor } from "#lib/domain/user.ts"
import { findPermitted } from "../auth/find-permitted.ts"
import { publicRun } from "../runs/public-run.ts"
import { getRun, getRuns } from "../runs/run-store.ts"
import { getDue } from "../schedules/due-store.ts"
import * as store from "./transform-store.ts"

export type NamedTransform = { actor: Actor; transformId: TransformId }

/** @throws AppError not_found */
export async function readTransform({ actor, transformId }: NamedTransform): Promise<TransformDetail> {
  const { thing } = await findPermitted(actor, "view", "transform", store.getTransform(transformId))
  return transformDetail(actor, thing)
}

export async function transformDetail(actor: Actor, transform: store.StoredTransform): Promise<TransformDetail> {
  const [lastRun, due] = await Promise.all([
    transform.lastRunId && getRun(transform.lastRunId),
    getDue({ id: transform.id, kind: "schedule" }),
  ])
  const access = rightOn(actor, transform)
  return {
    ...withoutGrants(transform),
    access,
    canEdit: atLeast(access, "edit"),
    lastRun: lastRun && publicRun(lastRun),
    nextRunAt: due?.at ?? null,
  }
}

/** Newest first. @throws AppError not_found. */
export async function listTransformRuns({
  actor,
  transformId,
  ...page
}: NamedTransform & ListQuery): Promise<Page<Run>> {
  await findPermitted(actor, "view", "transform", store.getTransformHead(transformId))
  const { data: ids, nextCursor } = await store.listTransformRunIds(transformId, page)
  return { data: (await getRuns(ids)).map(publicRun), nextCursor }
}

/** Newest first. @throws AppError not_found. */
export async function listTransformVersions({
  actor,
  transformId,
  ...page
}: NamedTransform & ListQuery): Promise<Page<store.TransformVersion>> {
  await findPermitted(actor, "view", "transform", store.getTransformHead(transformId))
  return store.listTransformVersions(transformId, page)
}
