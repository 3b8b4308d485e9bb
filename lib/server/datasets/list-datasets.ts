import "server-only"
import type { ListQuery, Page } from "#lib/domain/api.ts"
import type { Dataset, DataVersion } from "#lib/domain/dataset.ts"
import type { Actor } from "#lib/domain/user.ts"
import * as store from "./dataset-store.ts"
import { readDataset, type NamedDataset } from "./read-dataset.ts"

/** The datasets the actor may use, newest first. @throws AppError validation_failed on a bad cursor. */
export function listDatasets({ actor, ...page }: { actor: Actor } & ListQuery): Promise<Page<Dataset>> {
  return actor.role === "admin" ? store.listAllDatasets(page) : store.listDatasetsByOwner(actor.userId, page)
}

/** Newest first. @throws AppError not_found. */
export async function listDataVersions({
  actor,
  datasetId,
  ...page
}: NamedDataset & ListQuery): Promise<Page<DataVersion>> {
  await readDataset({ actor, datasetId })
  return store.listDataVersions(datasetId, page)
}
