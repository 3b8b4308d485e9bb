import "server-only"
import { AppError } from "#lib/domain/app-error.ts"
import type { Dataset, DataVersion } from "#lib/domain/dataset.ts"
import { requireDataVersion } from "./dataset-store.ts"
import { readDataset, type NamedDataset } from "./read-dataset.ts"

/** `version` is a data version's number; absent = the current one. */
export type NamedDataVersion = NamedDataset & { version?: number | undefined }

/** @throws AppError not_found, conflict while there is no data. */
export async function readDataVersion({
  actor,
  datasetId,
  version,
}: NamedDataVersion): Promise<{ dataset: Dataset; dataVersion: DataVersion }> {
  const dataset = await readDataset({ actor, datasetId })
  if (!dataset.dataVersion)
    throw new AppError("conflict", `"${dataset.name}" has no data yet: its import has not finished, or has failed.`)
  const isCurrent = version === undefined || version === dataset.dataVersion.number
  return { dataset, dataVersion: isCurrent ? dataset.dataVersion : await requireDataVersion(datasetId, version) }
}
