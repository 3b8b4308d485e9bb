import "server-only"
import type { Card } from "#lib/domain/card.ts"
import type { Dataset } from "#lib/domain/dataset.ts"
import type { DatasetId, UserId } from "#lib/domain/ids.ts"
import { atLeast, rightOn } from "#lib/domain/permissions.ts"
import { getDatasets } from "../datasets/dataset-store.ts"
import { readAskers } from "../users/read-asker.ts"

/** For each author, the datasets their cards name that they may (still) use. */
export async function readDatasetsByAuthor(cards: readonly Card[]): Promise<Map<UserId, Map<DatasetId, Dataset>>> {
  const datasets = await getDatasets([
    ...new Set(cards.flatMap((card) => card.datasets.map(({ datasetId }) => datasetId))),
  ])
  const authors = await readAskers(cards.map(({ ownerId }) => ownerId))
  return new Map(
    [...authors].map(([authorId, author]) => [
      authorId,
      new Map(
        datasets.filter((dataset) => atLeast(rightOn(author, dataset), "view")).map((dataset) => [dataset.id, dataset]),
      ),
    ]),
  )
}
