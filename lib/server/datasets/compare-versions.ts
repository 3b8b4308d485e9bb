import "server-only"
import type { RunReview } from "#lib/domain/run.ts"
import { atLeast, rightOn } from "#lib/domain/permissions.ts"
import { diffSchemas } from "#lib/domain/schema-diff.ts"
import { readColumnReaders } from "./column-readers.ts"
import { requireDataVersion } from "./dataset-store.ts"
import { readDataset, type NamedDataset } from "./read-dataset.ts"

/** What changed from version `base` to version `number`, and who reads the columns concerned. @throws AppError not_found. */
export async function compareVersions({
  actor,
  datasetId,
  number,
  base,
}: NamedDataset & { number: number; base: number }): Promise<Omit<RunReview, "mode" | "warnings">> {
  const dataset = await readDataset({ actor, datasetId })
  const [before, after] = await Promise.all([
    requireDataVersion(datasetId, base),
    requireDataVersion(datasetId, number),
  ])
  const diff = diffSchemas(before.columns, after.columns)
  const concerned = [...diff.removed, ...diff.changed].map(({ name }) => name)
  // Who reads it is its owner's business.
  const mayKnow = atLeast(rightOn(actor, dataset), "edit")
  return {
    diff,
    rowsBefore: before.rowCount,
    rowsAfter: after.rowCount,
    readers: mayKnow ? await readColumnReaders(datasetId, concerned) : [],
  }
}
