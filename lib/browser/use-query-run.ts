"use client"

import { useMutation } from "@tanstack/react-query"
import { request } from "./api.ts"
import type { AskApi } from "./ask-api.ts"
import { dataOf } from "#lib/domain/api.ts"
import { QueryRunResult } from "#lib/domain/chat.ts"
import type { ChartSpec } from "#lib/domain/chart.ts"
import type { QueryId } from "#lib/domain/ids.ts"

/** Runs a cited query on the data as they are now. Throws ApiError. */
export const runQuery = async (
  { queriesPath, headers = {} }: AskApi,
  queryId: QueryId,
  body: { chart?: ChartSpec } = {},
  signal?: AbortSignal,
): Promise<QueryRunResult> =>
  (await request(dataOf(QueryRunResult), `${queriesPath}/${queryId}/run`, { body, headers, signal })).data

export const useQueryRun = (api: AskApi, queryId: QueryId) => useMutation({ mutationFn: () => runQuery(api, queryId) })
