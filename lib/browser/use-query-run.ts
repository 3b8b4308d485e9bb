"use client"

import { useMutation } from "@tanstack/react-query"
import { request } from "./api.ts"
import { dataOf } from "#lib/domain/api.ts"
import { QueryRunResult } from "#lib/domain/chat.ts"
import type { ChartSpec } from "#lib/domain/chart.ts"
import type { QueryId } from "#lib/domain/ids.ts"

/** Runs a cited query on the data as they are now. Throws ApiError. */
export const runQuery = async (
  queryId: QueryId,
  body: { chart?: ChartSpec } = {},
  signal?: AbortSignal,
): Promise<QueryRunResult> =>
  (await request(dataOf(QueryRunResult), `/api/chat/queries/${queryId}/run`, { body, signal })).data

export const useQueryRun = (queryId: QueryId) => useMutation({ mutationFn: () => runQuery(queryId) })
