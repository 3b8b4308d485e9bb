"use client"

import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query"
import { useState } from "react"
import { request } from "#lib/browser/api.ts"
import { errorMessage } from "#lib/browser/error-message.ts"
import { listTransformRuns, runTransform } from "#lib/domain/endpoints/transforms.ts"
import type { TransformId } from "#lib/domain/ids.ts"
import type { Run } from "#lib/domain/run.ts"
import { isActive } from "./run-words.ts"

const RUNS_PER_PAGE = 20
/** A schedule or a change may begin a run while somebody looks. */
const LOOK_EVERY_MS = 5_000
const LOOK_OFTEN_MS = 1_000

const keyOf = (transformId: TransformId | null) => ["transform", transformId, "runs"]

/** A transform's runs, newest first, kept up to date. */
export function useTransformRuns(transformId: TransformId | null) {
  const runs = useInfiniteQuery({
    queryKey: keyOf(transformId),
    queryFn: ({ signal, pageParam }) => {
      const query = new URLSearchParams({ limit: String(RUNS_PER_PAGE), cursor: pageParam })
      return request(listTransformRuns.response, `/api/transforms/${transformId}/runs?${query}`, { signal })
    },
    initialPageParam: "",
    getNextPageParam: ({ nextCursor }) => nextCursor,
    enabled: transformId !== null,
    refetchInterval: ({ state }) => {
      const newest = state.data?.pages[0]?.data[0]
      return newest && isActive(newest) ? LOOK_OFTEN_MS : LOOK_EVERY_MS
    },
  })
  return { runs: runs.data?.pages.flatMap(({ data }) => data) ?? [], query: runs }
}

export type Starting = { state: "idle" | "starting" } | { state: "failed"; message: string }

/** Begins a run; `start` resolves to it, or to null when it could not be: `starting` says why. */
export function useStartRun(): { starting: Starting; start: (transformId: TransformId) => Promise<Run | null> } {
  const [starting, setStarting] = useState<Starting>({ state: "idle" })
  const queries = useQueryClient()
  const start = async (transformId: TransformId) => {
    setStarting({ state: "starting" })
    try {
      const { run } = await request(runTransform.response, `/api/transforms/${transformId}/run`, { method: "POST" })
      await queries.invalidateQueries({ queryKey: keyOf(transformId) })
      setStarting({ state: "idle" })
      return run
    } catch (error) {
      setStarting({ state: "failed", message: errorMessage(error) })
      return null
    }
  }
  return { starting, start }
}
