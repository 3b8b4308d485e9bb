import "server-only"
import { TransformId, type RunId } from "#lib/domain/ids.ts"
import { log } from "../log.ts"
import { getTransformHeads } from "../transforms/transform-store.ts"
import { deleteDue, listDue, type Due } from "./due-store.ts"
import { fanOut } from "./fan-out.ts"
import { fireChange } from "./fire-change.ts"
import { fireSchedule } from "./fire-schedule.ts"

const MAX_DUE_A_TICK = 2000
/** Each is a few short writes. */
const AT_ONCE = 16

/**
 * Begins all that is due at `now`, and answers the runs that this caller has begun: nobody else begins the same ones,
 * however many call and whatever their clocks say. Never throws: what could not be begun is due still.
 */
export async function beginDueRuns(now: Date): Promise<RunId[]> {
  try {
    const due = shuffled(await listDue(now, MAX_DUE_A_TICK))
    await each(of(due, "fan_out"), (one) => fanOut(one, now))
    const scheduled = await fire(of(due, "schedule"), now, fireSchedule)
    const changed = await fire(of(due, "change"), now, fireChange)
    return [...scheduled, ...changed]
  } catch (err) {
    log.error({ err }, "what is due could not be looked at; the next tick will")
    return []
  }
}

async function fire(dues: readonly Due[], now: Date, begin: typeof fireSchedule): Promise<RunId[]> {
  const transforms = await getTransformHeads(dues.map(({ id }) => TransformId.parse(id)))
  const byId = new Map<string, (typeof transforms)[number]>(transforms.map((transform) => [transform.id, transform]))
  const begun: RunId[] = []
  await each(dues, async (due) => {
    const transform = byId.get(due.id)
    const runId = transform ? await begin(due, transform, now) : await deleteDue(due)
    if (runId) begun.push(runId)
  })
  return begun
}

const of = (dues: readonly Due[], kind: Due["kind"]): Due[] => dues.filter((due) => due.kind === kind)

/** Does something for each, a few at once; one that fails is logged, and due still. */
async function each(dues: readonly Due[], act: (due: Due) => Promise<void>): Promise<void> {
  const left = [...dues]
  const worker = async () => {
    for (let due = left.pop(); due; due = left.pop()) {
      try {
        await act(due)
      } catch (err) {
        log.warn({ err, due }, "what is due could not be begun; the next tick will")
      }
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
}

/** Callers at the same moment get less in each other's way. */
function shuffled(dues: Due[]): Due[] {
  return dues
    .map((due) => ({ due, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ due }) => due)
}
