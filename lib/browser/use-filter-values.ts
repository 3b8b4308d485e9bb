"use client"

import { keepPreviousData, useQuery } from "@tanstack/react-query"
import { useDeferredValue } from "react"
import { dataOf } from "#lib/domain/api.ts"
import { ValuesResponse } from "#lib/domain/job-contract.ts"
import { request } from "./api.ts"

/** Where a filter's values are asked for: a dashboard's filter, or a dataset's column. */
export type ValuesSource = { path: string; column?: string; headers?: Record<string, string> }

/** What a filter can be set to that matches `search`; the previous answer stays while the next is on its way. */
export function useFilterValues(source: ValuesSource, search: string, enabled: boolean) {
  const q = useDeferredValue(search.trim())
  return useQuery({
    queryKey: ["filter-values", source.path, source.column, q],
    queryFn: async ({ signal }) => {
      const query = new URLSearchParams({ q, ...(source.column === undefined ? {} : { column: source.column }) })
      return (
        await request(dataOf(ValuesResponse), `${source.path}?${query}`, {
          signal,
          ...(source.headers && { headers: source.headers }),
        })
      ).data
    },
    enabled,
    placeholderData: keepPreviousData,
  })
}
