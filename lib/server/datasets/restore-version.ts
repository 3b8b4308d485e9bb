import "server-only"
import { AppError } from "#lib/domain/app-error.ts"
import type { Dataset } from "#lib/domain/dataset.ts"
import { withoutGrants } from "#lib/domain/grant.ts"
import { objectKeys } from "#lib/domain/object-keys.ts"
import { recordAudit } from "../audit/record-audit.ts"
import { findPermitted } from "../auth/find-permitted.ts"
import { objectStore } from "../object-store.ts"
import { fanOutFrom } from "../schedules/fan-out.ts"
import * as store from "./dataset-store.ts"
import type { NamedDataset } from "./read-dataset.ts"

/** Makes the data of an earlier version current again. @throws AppError not_found, forbidden, conflict, version_conflict. */
export async function restoreVersion({
  actor,
  datasetId,
  number,
  expectedVersion,
}: NamedDataset & { number: number; expectedVersion: number }): Promise<Dataset> {
  await findPermitted(actor, "edit", "dataset", store.getDataset(datasetId))
  const { id } = await store.requireDataVersion(datasetId, number)
  if (!(await objectStore().head(objectKeys.data(datasetId, id))))
    throw new AppError(
      "conflict",
      `The data of version ${number} are no longer in the object store, so it cannot be brought back.`,
    )
  const restored = await store.restoreDataVersion(datasetId, number, expectedVersion)
  await fanOutFrom(datasetId, new Date())
  await recordAudit({
    type: "dataset.restored",
    targetId: datasetId,
    targetName: restored.name,
    details: { number: restored.dataVersion?.number, restoredFrom: number },
  })
  return withoutGrants(restored)
}
