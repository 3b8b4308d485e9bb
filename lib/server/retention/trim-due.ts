import "server-only"
import { DatasetId, RunId, TransformId } from "#lib/domain/ids.ts"
import { log } from "../log.ts"
import { deleteDue, getDue, listDue, replaceDue, TRIM_QUEUE, type Due } from "../schedules/due-store.ts"
import { trimImportRun, trimTransformRuns } from "./trim-runs.ts"
import { trimVersions } from "./trim-versions.ts"
import { daysFrom, type Trimmed } from "./trimmed.ts"

const MAX_PILES_A_TICK = 50

/**
 * Removes what has been kept for long enough, of the piles whose time it is; answers how many runs and versions. Any
 * number may call: each pile is one caller's. Never throws.
 */
export async function trimDue(now: Date): Promise<number> {
  let removed = 0
  try {
    for (const due of await listDue(now, MAX_PILES_A_TICK, TRIM_QUEUE)) {
      // Whoever claims a pile and dies has not made it forgotten.
      if (!(await replaceDue(dueAt(due, daysFrom(now, 1)), due.token))) continue
      const trimmed = await trim(due, now)
      removed += trimmed.removed
      const claimed = await getDue(due)
      if (!claimed) continue
      if (trimmed.nextAt) await replaceDue(dueAt(due, trimmed.nextAt), claimed.token)
      else await deleteDue(claimed)
    }
  } catch (err) {
    log.warn({ err }, "old runs and data versions could not be removed")
  }
  return removed
}

async function trim({ id }: Due, now: Date): Promise<Trimmed> {
  const [dataset, transform] = [DatasetId.safeParse(id), TransformId.safeParse(id)]
  if (dataset.success) return trimVersions(dataset.data, now)
  if (transform.success) return trimTransformRuns(transform.data, now)
  return trimImportRun(RunId.parse(id), now)
}

const dueAt = ({ id, kind }: Due, at: Date): Omit<Due, "token"> => ({ id, kind, at: at.toISOString() })
