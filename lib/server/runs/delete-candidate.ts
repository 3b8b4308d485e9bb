import "server-only"
import { objectKeys } from "#lib/domain/object-keys.ts"
import { log } from "../log.ts"
import { objectStore } from "../object-store.ts"
import type { Candidate, StoredRun } from "./run-store.ts"

/** Deletes data that were made and will not be published. Never throws: what a failure leaves behind is swept. */
export async function deleteCandidate(
  { id: runId, datasetId }: Pick<StoredRun, "id" | "datasetId">,
  { dataVersion }: Pick<Candidate, "dataVersion">,
): Promise<void> {
  if (!datasetId) return
  try {
    for (const keyOf of [objectKeys.data, objectKeys.profile])
      await objectStore().delete(keyOf(datasetId, dataVersion.id))
  } catch (err) {
    log.warn({ err, runId, datasetId }, "could not delete data that will not be published")
  }
}
