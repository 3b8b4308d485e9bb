import type { Dataset } from "#lib/domain/dataset.ts"

/** A dataset as a card's author chooses it. */
export type DatasetChoice = Pick<Dataset, "id" | "name" | "columns" | "rowCount" | "status"> & { hasData: boolean }

export const choiceOf = ({ id, name, columns, rowCount, status, dataVersion }: Dataset): DatasetChoice => ({
  id,
  name,
  columns,
  rowCount,
  status,
  hasData: dataVersion !== null,
})
