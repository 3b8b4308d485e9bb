import "server-only"
import type { DatasetId, RunId, TransformId } from "#lib/domain/ids.ts"
import { log } from "../log.ts"
import { replaceDue } from "../schedules/due-store.ts"
import { daysFrom } from "./trimmed.ts"

/**
 * Has the tick look at what a dataset, a transform or an import's run has piled up, a day from now unless it is to do so
 * anyway. Never throws: whatever is added to the pile next asks for it again.
 */
export async function planTrim(id: DatasetId | TransformId | RunId, now: Date): Promise<void> {
  try {
    await replaceDue({ id, kind: "trim", at: daysFrom(now, 1).toISOString() }, null)
  } catch (err) {
    log.warn({ err, id }, "what is kept of a thing could not be planned to be looked at")
  }
}
