import "server-only"
import { AppError } from "#lib/domain/app-error.ts"
import type { PreviewResponse, ValuesResponse } from "#lib/domain/job-contract.ts"
import { previewData, readValues } from "../executor/executor-client.ts"
import { readDataset, type NamedDataset } from "./read-dataset.ts"

/** The first `limit` rows of the current data. @throws AppError not_found, conflict while there is no data, unavailable. */
export async function previewDataset({
  actor,
  datasetId,
  limit,
}: NamedDataset & { limit: number }): Promise<PreviewResponse> {
  return previewData({ ...(await currentData({ actor, datasetId })), limit })
}

/** A column's distinct values. @throws AppError not_found, validation_failed, conflict, unavailable. */
export async function readColumnValues({
  actor,
  datasetId,
  column,
  q,
  limit,
}: NamedDataset & { column: string; q: string; limit: number }): Promise<ValuesResponse> {
  return readValues({ ...(await currentData({ actor, datasetId })), column, query: q, limit })
}

async function currentData({ actor, datasetId }: NamedDataset) {
  const dataset = await readDataset({ actor, datasetId })
  if (!dataset.dataVersion)
    throw new AppError("conflict", `"${dataset.name}" has no data yet: its import has not finished, or has failed.`)
  return { requestId: crypto.randomUUID(), principal: actor.userId, datasetId, dataVersionId: dataset.dataVersion.id }
}
