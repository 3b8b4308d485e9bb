import "server-only"
import { AppError } from "#lib/domain/app-error.ts"
import type { Card } from "#lib/domain/card.ts"
import type { Dataset } from "#lib/domain/dataset.ts"
import type { DatasetId } from "#lib/domain/ids.ts"
import { atLeast, rightOn } from "#lib/domain/permissions.ts"
import type { Actor } from "#lib/domain/user.ts"
import { getDatasets } from "../datasets/dataset-store.ts"

/** The datasets a card's author names and may use, by id. @throws AppError validation_failed naming the alias that is not theirs to use. */
export async function readUsableDatasets(actor: Actor, datasets: Card["datasets"]): Promise<Map<DatasetId, Dataset>> {
  const found = await getDatasets(datasets.map(({ datasetId }) => datasetId))
  const usable = new Map(
    found.filter((dataset) => atLeast(rightOn(actor, dataset), "view")).map((dataset) => [dataset.id, dataset]),
  )
  for (const [index, { alias, datasetId }] of datasets.entries()) {
    if (usable.has(datasetId)) continue
    const message = `There is no dataset ${datasetId} for "${alias}", or it is not shared with you.`
    throw new AppError("validation_failed", message, {
      details: [{ path: ["body", "datasets", String(index), "datasetId"], message }],
    })
  }
  return usable
}

/** @throws AppError validation_failed when declared columns don't say of which dataset they are. */
export function checkDeclaredColumns({ columns, datasets }: Pick<Card, "columns" | "datasets">): void {
  if (columns === null) return
  const aliases = new Set(datasets.map(({ alias }) => alias))
  const stray = Array.isArray(columns) ? undefined : Object.keys(columns).find((alias) => !aliases.has(alias))
  if (Array.isArray(columns) ? datasets.length === 1 : stray === undefined) return
  const message = Array.isArray(columns)
    ? 'A list of columns is for a card of one dataset: give {"alias": ["column", …]} instead.'
    : `Columns are declared for "${stray}", which is not the alias of a dataset of this card.`
  throw new AppError("validation_failed", message, { details: [{ path: ["body", "columns"], message }] })
}
