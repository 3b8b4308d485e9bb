import "server-only"
import { AppError } from "#lib/domain/app-error.ts"
import type { DatasetId, UserId } from "#lib/domain/ids.ts"
import { atLeast, rightOn } from "#lib/domain/permissions.ts"
import type { Actor } from "#lib/domain/user.ts"
import { getDatasets } from "../datasets/dataset-store.ts"
import { readAsker } from "../users/read-asker.ts"

type Reading = { actor: Actor; kind: "card" | "transform"; reads: readonly { alias: string; datasetId: DatasetId }[] }

/**
 * A card or transform runs with its owner's rights, so it would stop working with an owner who may not use what it
 * reads. @throws AppError conflict naming these datasets, as `actor` knows them.
 */
export async function checkMayRead({ actor, kind, reads }: Reading, newOwnerId: UserId): Promise<void> {
  const [newOwner, datasets] = await Promise.all([
    readAsker(newOwnerId),
    getDatasets(reads.map(({ datasetId }) => datasetId)),
  ])
  const missing = datasets.filter((dataset) => !newOwner || !atLeast(rightOn(newOwner, dataset), "view"))
  if (missing.length === 0) return
  // The owner may have lost sight of a dataset themselves: then its alias is all they know.
  const named = missing.map((dataset) => ({
    id: dataset.id,
    name: atLeast(rightOn(actor, dataset), "view")
      ? dataset.name
      : (reads.find(({ datasetId }) => datasetId === dataset.id)?.alias ?? dataset.id),
  }))
  const names = named.map(({ name }) => `"${name}"`).join(", ")
  throw new AppError(
    "conflict",
    `The new owner may not use ${names}, which this ${kind} reads. Have these datasets shared with them first.`,
    { details: { datasets: named } },
  )
}
