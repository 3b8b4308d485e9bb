import "server-only"
import type { RunId } from "#lib/domain/ids.ts"
import { getRuns, type NewRun } from "../runs/run-store.ts"
import { beginRun } from "../transforms/begin-run.ts"
import { scheduledRunId } from "../transforms/derived-ids.ts"
import { newRun } from "../transforms/new-run.ts"
import type { TransformHead } from "../transforms/transform-store.ts"
import { catchUp } from "./catch-up.ts"
import { deleteDue, replaceDue, type Due } from "./due-store.ts"

/**
 * Begins the run of a schedule's latest instant and records those before it as missed, in one write with the next
 * instant. Answers the run; null when somebody else has begun it.
 */
export async function fireSchedule(due: Due, transform: TransformHead, now: Date): Promise<RunId | null> {
  const { schedule } = due
  if (!schedule) throw new Error("a schedule is due without saying which")
  const { latest, missed, next } = catchUp(schedule, new Date(due.at), now)
  const runAt = (instant: Date) =>
    newRun(transform, {
      id: scheduledRunId(transform.id, instant.toISOString()),
      cause: { type: "schedule", instant: instant.toISOString() },
      startedBy: transform.ownerId,
      createdAt: now.toISOString(),
    })
  const run = runAt(latest)
  const nextDue = next && { id: transform.id, kind: "schedule" as const, at: next.toISOString(), schedule }
  const begun = await beginRun({
    run,
    at: latest.toISOString(),
    due: { seen: due, next: nextDue },
    missed: await recordable(
      missed.map((instant) => ({ run: missedRun(runAt(instant), now), at: instant.toISOString() })),
    ),
  })
  switch (begun) {
    case "begun":
      return run.id
    case "taken":
      // A clock that was ahead has had this instant, and the schedule was set anew since.
      await (nextDue ? replaceDue(nextDue, due.token) : deleteDue(due))
      return null
    case "gone":
      await deleteDue(due)
      return null
    case "moved":
      return null
  }
}

const missedRun = <R extends NewRun>(run: R, now: Date): R => ({
  ...run,
  status: "cancelled",
  outcome: "missed",
  finishedAt: now.toISOString(),
  error: { code: "missed", message: "Nobody was there to begin this run at its time. A later one was begun instead." },
})

/** Instants that were run already, since the schedule was set back, were not missed. */
async function recordable<M extends { run: NewRun }>(missed: readonly M[]): Promise<M[]> {
  if (missed.length === 0) return []
  const known = new Set((await getRuns(missed.map(({ run }) => run.id))).map(({ id }) => id))
  return missed.filter(({ run }) => !known.has(run.id))
}
