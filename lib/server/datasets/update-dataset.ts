import "server-only"
import type { Dataset, DatasetPatch } from "#lib/domain/dataset.ts"
import { withoutGrants } from "#lib/domain/grant.ts"
import { findPermitted } from "../auth/find-permitted.ts"
import * as store from "./dataset-store.ts"
import type { NamedDataset } from "./read-dataset.ts"

/** @throws AppError not_found, forbidden, version_conflict with the current dataset. */
export async function updateDataset({
  actor,
  datasetId,
  patch,
  expectedVersion,
}: NamedDataset & { patch: DatasetPatch; expectedVersion: number }): Promise<Dataset> {
  await findPermitted(actor, "edit", "dataset", store.getDataset(datasetId))
  return withoutGrants(await store.updateDataset(datasetId, patch, expectedVersion))
}
