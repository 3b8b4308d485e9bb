import "server-only"
import type { RunId, TransformId } from "#lib/domain/ids.ts"
import { objectKeys } from "#lib/domain/object-keys.ts"
import { hasEnded } from "#lib/domain/run.ts"
import { log } from "../log.ts"
import { countRemoved } from "../metrics.ts"
import { objectStore } from "../object-store.ts"
import { deleteRuns, getRun, getRuns, type StoredRun } from "../runs/run-store.ts"
import {
  deleteTransformRuns,
  getTransformHead,
  listOldestTransformRuns,
  listTransformRunIds,
} from "../transforms/transform-store.ts"
import { webEnv } from "../web-env.ts"
import { daysFrom, inRounds, type Trimmed } from "./trimmed.ts"

/**
 * Removes the runs of a transform that have long ended and are not among its last, with what they printed; of one that
 * is gone, all that have long ended.
 */
export async function trimTransformRuns(transformId: TransformId, now: Date): Promise<Trimmed> {
  const { CARDLOOM_KEEP_RUNS: keep, CARDLOOM_KEEP_RUN_DAYS: days } = webEnv()
  return inRounds(now, async (limit) => {
    const head = await getTransformHead(transformId)
    const last = head ? (await listTransformRunIds(transformId, { limit: keep })).data : []
    const oldest = await listOldestTransformRuns(transformId, limit)
    const kept = new Set([...last, head?.lastRunId, head?.turnRunId])
    const candidates = oldest.filter(({ runId }) => !kept.has(runId))
    const runs = new Map((await getRuns(candidates.map(({ runId }) => runId))).map((run) => [run.id, run]))
    const removed = candidates.filter(({ runId }) => isPast(runs.get(runId), daysFrom(now, -days)))
    const ids = removed.map(({ runId }) => runId)
    // The history's entries go last: by them whoever comes after a crash finds what is left to do.
    await deleteRuns(ids)
    await Promise.all(ids.map((id) => objectStore().delete(objectKeys.log(id))))
    await deleteTransformRuns(transformId, removed)
    if (ids.length > 0) log.info({ transformId, runIds: ids }, "old runs were removed")
    countRemoved("run", ids.length)
    return { removed: ids.length, isDone: candidates.length === ids.length && oldest.length < limit }
  })
}

/** Removes the run of an import when it has long ended. */
export async function trimImportRun(runId: RunId, now: Date): Promise<Trimmed> {
  const { CARDLOOM_KEEP_RUN_DAYS: days } = webEnv()
  const run = await getRun(runId)
  if (!run) return { removed: 0, nextAt: null }
  if (!isPast(run, daysFrom(now, -days)))
    return { removed: 0, nextAt: daysFrom(run.finishedAt ? new Date(run.finishedAt) : now, days) }
  await deleteRuns([runId])
  log.info({ runIds: [runId] }, "old runs were removed")
  countRemoved("run", 1)
  return { removed: 1, nextAt: null }
}

/** Whether a run ended before `day`. One that is gone has. */
const isPast = (run: StoredRun | undefined, day: Date): boolean =>
  !run || (hasEnded(run.status) && Date.parse(run.finishedAt ?? run.createdAt) < day.getTime())
