import "server-only"
import { setTimeout as wait } from "node:timers/promises"
import type { RunId } from "#lib/domain/ids.ts"
import { hasEnded, type Run } from "#lib/domain/run.ts"
import type { Actor } from "#lib/domain/user.ts"
import type { ServerEvent } from "../http/respond.ts"
import { findRun } from "./find-run.ts"
import { publicRun } from "./public-run.ts"

const POLL_MS = 400
const POLLS_PER_HEARTBEAT = 25

type NamedRun = { actor: Actor; runId: RunId }

/** @throws AppError not_found */
export async function readRun({ actor, runId }: NamedRun): Promise<Run> {
  return publicRun((await findRun(actor, runId)).run)
}

/**
 * The run whenever it changes, until it has ended; one that awaits confirmation may still change. Read from the record, so any replica may serve it.
 * @param stillAllowed asked with every heartbeat: a session may end while someone watches.
 */
export async function* followRun(
  { actor, runId }: NamedRun,
  stillAllowed: () => Promise<boolean>,
  signal: AbortSignal,
): AsyncGenerator<ServerEvent> {
  let last = ""
  for (let polls = 1; !signal.aborted; polls += 1) {
    const run = await readRun({ actor, runId })
    const seen = JSON.stringify(run)
    if (seen !== last) yield { event: "run", data: run }
    last = seen
    if (hasEnded(run.status)) return
    if (polls % POLLS_PER_HEARTBEAT === 0) {
      if (!(await stillAllowed())) return
      yield { comment: "still running" }
    }
    await wait(POLL_MS, undefined, { signal }).catch(() => undefined)
  }
}
