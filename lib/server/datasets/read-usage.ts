import "server-only"
import type { ColumnReader } from "#lib/domain/run.ts"
import { readAllReaders } from "./column-readers.ts"
import { findPermitted } from "../auth/find-permitted.ts"
import { getDataset } from "./dataset-store.ts"
import type { NamedDataset } from "./read-dataset.ts"

/** The cards that read a dataset, and the dashboards they are on: its owner's business. @throws AppError not_found, forbidden. */
export async function readUsage({ actor, datasetId }: NamedDataset): Promise<{ readers: ColumnReader[] }> {
  const { columns } = (await findPermitted(actor, "edit", "dataset", getDataset(datasetId))).thing
  return {
    readers: await readAllReaders(
      datasetId,
      columns.map(({ name }) => name),
    ),
  }
}
