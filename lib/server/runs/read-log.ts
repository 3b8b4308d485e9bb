import "server-only"
import type { RunId } from "#lib/domain/ids.ts"
import type { Actor } from "#lib/domain/user.ts"
import { findRun } from "./find-run.ts"
import { readStoredLog } from "./run-log.ts"

/** What a run has printed so far, a second behind while it runs. @throws AppError not_found. */
export async function readLog({ actor, runId }: { actor: Actor; runId: RunId }): Promise<string> {
  await findRun(actor, runId)
  return readStoredLog(runId)
}
