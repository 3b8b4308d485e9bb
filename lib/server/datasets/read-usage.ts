import "server-only"
import type { ColumnReader } from "#lib/domain/run.ts"
import { readAllReaders } from "./column-readers.ts"
import { readDataset, type NamedDataset } from "./read-dataset.ts"

/** The cards that read a dataset, and the dashboards they are on. @throws AppError not_found. */
export async function readUsage({ actor, datasetId }: NamedDataset): Promise<{ readers: ColumnReader[] }> {
  const { columns } = await readDataset({ actor, datasetId })
  return {
    readers: await readAllReaders(
      datasetId,
      columns.map(({ name }) => name),
    ),
  }
}
