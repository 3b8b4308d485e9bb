import "server-only"
import type { DataVersion } from "#lib/domain/dataset.ts"
import type { DatasetId } from "#lib/domain/ids.ts"
import type { PreviewResponse, ValuesResponse } from "#lib/domain/job-contract.ts"
import type { Actor } from "#lib/domain/user.ts"
import { previewData, readValues } from "../executor/executor-client.ts"
import type { NamedDataset } from "./read-dataset.ts"
import { readDataVersion, type NamedDataVersion } from "./read-data-version.ts"

/** The first `limit` rows of a data version. @throws AppError not_found, conflict while there is no data, unavailable. */
export async function previewDataset({
  actor,
  datasetId,
  limit,
  version,
}: NamedDataVersion & { limit: number }): Promise<PreviewResponse> {
  const { dataVersion } = await readDataVersion({ actor, datasetId, version })
  return previewData({ ...jobOn(actor, datasetId, dataVersion), limit })
}

/** A column's distinct values. @throws AppError not_found, validation_failed, conflict, unavailable. */
export async function readColumnValues({
  actor,
  datasetId,
  column,
  q,
  limit,
}: NamedDataset & { column: string; q: string; limit: number }): Promise<ValuesResponse> {
  const { dataVersion } = await readDataVersion({ actor, datasetId })
  return readValues({ ...jobOn(actor, datasetId, dataVersion), column, query: q, limit })
}

const jobOn = (actor: Actor, datasetId: DatasetId, dataVersion: DataVersion) => ({
  requestId: crypto.randomUUID(),
  principal: actor.userId,
  datasetId,
  dataVersionId: dataVersion.id,
})
