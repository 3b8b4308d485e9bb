import "server-only"
import type { Card } from "#lib/domain/card.ts"
import type { Dataset } from "#lib/domain/dataset.ts"
import type { DatasetId, UserId } from "#lib/domain/ids.ts"
import { atLeast, rightOn } from "#lib/domain/permissions.ts"
import type { Actor } from "#lib/domain/user.ts"
import { getDatasets } from "../datasets/dataset-store.ts"
import { getUser } from "../users/user-store.ts"

/** For each author, the datasets their cards name that they may (still) use. */
export async function readDatasetsByAuthor(cards: readonly Card[]): Promise<Map<UserId, Map<DatasetId, Dataset>>> {
  const datasets = await getDatasets([
    ...new Set(cards.flatMap((card) => card.datasets.map(({ datasetId }) => datasetId))),
  ])
  const authorIds = [...new Set(cards.map(({ ownerId }) => ownerId))]
  const authors = await Promise.all(authorIds.map((id) => getUser(id)))
  return new Map(
    authors.flatMap((author) => {
      if (!author) return []
      const actor: Actor = { userId: author.id, role: author.role, via: "session" }
      return [
        [
          author.id,
          new Map(
            datasets
              .filter((dataset) => atLeast(rightOn(actor, dataset), "view"))
              .map((dataset) => [dataset.id, dataset]),
          ),
        ],
      ]
    }),
  )
}
