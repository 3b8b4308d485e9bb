import "server-only"
import type { ListQuery, Page } from "#lib/domain/api.ts"
import type { Dataset, DataVersion } from "#lib/domain/dataset.ts"
import { withoutGrants } from "#lib/domain/grant.ts"
import type { Actor } from "#lib/domain/user.ts"
import { listSharedIds } from "../shares/grant-store.ts"
import { listVisible } from "../shares/list-visible.ts"
import * as store from "./dataset-store.ts"
import { readDataset, type NamedDataset } from "./read-dataset.ts"

/** The datasets the actor may use, newest first. @throws AppError validation_failed on a bad cursor. */
export async function listDatasets({ actor, ...page }: { actor: Actor } & ListQuery): Promise<Page<Dataset>> {
  const { data, nextCursor } = await listVisible(actor, page, {
    all: store.listAllDatasets,
    owned: (some) => store.listDatasetsByOwner(actor.userId, some),
    shared: async () => store.getDatasets(await listSharedIds("dataset", actor)),
  })
  return { data: data.map(withoutGrants), nextCursor }
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
