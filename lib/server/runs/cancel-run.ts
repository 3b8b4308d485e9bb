import "server-only"
import type { RunId } from "#lib/domain/ids.ts"
import { hasEnded, type Run } from "#lib/domain/run.ts"
import type { Actor } from "#lib/domain/user.ts"
import { findRun } from "./find-run.ts"
import { finishRun } from "./finish-run.ts"
import { publicRun } from "./public-run.ts"
import { getRun, requestCancel } from "./run-store.ts"

/**
 * Asks a run to stop; one that nobody drives, since it is queued or awaits confirmation, ends at once, and one that has
 * ended stays as it is. @throws AppError not_found.
 */
export async function cancelRun({ actor, runId }: { actor: Actor; runId: RunId }): Promise<Run> {
  const { run } = await findRun(actor, runId)
  if (hasEnded(run.status)) return publicRun(run)
  const asked = await requestCancel(runId)
  // By now it may have come to wait for a person, with data that are to be deleted.
  if (asked?.status === "awaiting_confirmation") await finishRun(asked, "awaiting", { status: "cancelled" })
  else if (asked?.status === "queued") await finishRun(asked, "anyone", { status: "cancelled" })
  return publicRun((await getRun(runId)) ?? run)
}
