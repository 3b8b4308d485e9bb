import "server-only"
import type { RunId } from "#lib/domain/ids.ts"
import { hasEnded, type Run } from "#lib/domain/run.ts"
import type { Actor } from "#lib/domain/user.ts"
import { findPermitted } from "../auth/find-permitted.ts"
import { finishRun } from "./finish-run.ts"
import { publicRun } from "./public-run.ts"
import { ownedRun } from "./read-run.ts"
import { requestCancel } from "./run-store.ts"

/** Asks a run to stop; one that nobody drives yet ends at once, one that has ended stays as it is. @throws AppError not_found. */
export async function cancelRun({ actor, runId }: { actor: Actor; runId: RunId }): Promise<Run> {
  const { thing: run } = await findPermitted(actor, "edit", "run", ownedRun(runId))
  if (hasEnded(run.status)) return publicRun(run)
  await requestCancel(runId)
  if (run.status === "queued") await finishRun(run, null, { status: "cancelled" })
  return publicRun((await ownedRun(runId)) ?? run)
}
