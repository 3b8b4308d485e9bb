import "server-only"
import { hasEnded } from "#lib/domain/run.ts"
import { getRun, getRuns, type StoredRun } from "../runs/run-store.ts"
import { getTransformHead, listTransformRunIds, takeTurn } from "./transform-store.ts"
import type { TransformId } from "#lib/domain/ids.ts"

/** More runs of one transform than ever wait for each other. */
const LOOKED_AT = 50

/**
 * Whether it is a run's turn: a transform's runs are driven one after the other, or a slow one could publish over a
 * later one. A run that waits for a person holds nobody up. True too when the transform is gone: its run has to end.
 */
export async function isItsTurn({ id, transformId }: Pick<StoredRun, "id" | "transformId">): Promise<boolean> {
  if (!transformId) return true
  const head = await getTransformHead(transformId)
  if (!head || head.turnRunId === id) return true
  const before = head.turnRunId && (await getRun(head.turnRunId))
  if (before && !hasEnded(before.status) && before.status !== "awaiting_confirmation") return false
  return takeTurn(transformId, id, head.turnRunId)
}

/** The run of a transform that has waited longest for its turn; null when none waits. */
export async function nextInTurn(transformId: TransformId, now: Date): Promise<StoredRun | null> {
  const { data: ids } = await listTransformRunIds(transformId, { limit: LOOKED_AT })
  const waiting = (await getRuns(ids)).filter(
    ({ status, leaseUntil }) => status === "queued" && (!leaseUntil || Date.parse(leaseUntil) <= now.getTime()),
  )
  return waiting.at(-1) ?? null
}
