"use client"

import { useQueries } from "@tanstack/react-query"
import { dataOf } from "#lib/domain/api.ts"
import { Dataset } from "#lib/domain/dataset.ts"
import type { DatasetId } from "#lib/domain/ids.ts"
import type { DatasetColumns } from "#lib/domain/summaries.ts"
import { request } from "./api.ts"

/** The columns of these datasets, as far as the reader may see them, added to those that are known already. */
export function useDatasetColumns(known: readonly DatasetColumns[], wanted: readonly DatasetId[]): DatasetColumns[] {
  const missing = [...new Set(wanted)].filter((id) => !known.some((dataset) => dataset.id === id))
  const answers = useQueries({
    queries: missing.map((id) => ({
      queryKey: ["dataset", id],
      queryFn: async ({ signal }: { signal: AbortSignal }) =>
        (await request(dataOf(Dataset), `/api/datasets/${id}`, { signal })).data,
    })),
  })
  return [
    ...known,
    ...answers.flatMap(({ data }) => (data ? [{ id: data.id, name: data.name, columns: data.columns }] : [])),
  ]
}
