"use client"

import { keepPreviousData, useQuery } from "@tanstack/react-query"
import { useEffect, useState } from "react"
import { ApiError, request } from "#lib/browser/api.ts"
import { errorMessage } from "#lib/browser/error-message.ts"
import { cronProblem } from "#lib/domain/cron-problem.ts"
import { previewSchedule } from "#lib/domain/endpoints/transforms.ts"
import type { Transform } from "#lib/domain/transform.ts"

const SETTLE_MS = 250

export type NextInstants =
  | { state: "asking"; instants: readonly string[] }
  | { state: "known"; instants: readonly string[] }
  /** The schedule can't be: why, in a sentence. */
  | { state: "wrong"; message: string }
  /** It may be right, but could not be asked. */
  | { state: "failed"; message: string }

/** When a schedule will be due, asked as it is typed. */
export function useNextInstants(schedule: NonNullable<Transform["schedule"]>): NextInstants {
  const { cron, timezone } = useSettled(schedule)
  const problem = cronProblem(schedule.cron)
  const isSettled = cron === schedule.cron && timezone === schedule.timezone
  const next = useQuery({
    queryKey: ["schedule", cron, timezone],
    queryFn: async ({ signal }) => {
      const query = new URLSearchParams({ cron, timezone })
      return (await request(previewSchedule.response, `/api/schedules/next?${query}`, { signal })).data.instants
    },
    enabled: problem === null && isSettled,
    placeholderData: keepPreviousData,
    retry: false,
  })
  if (problem !== null) return { state: "wrong", message: problem }
  if (isSettled && next.isError) {
    const isRefusal = next.error instanceof ApiError && next.error.code === "validation_failed"
    return { state: isRefusal ? "wrong" : "failed", message: errorMessage(next.error) }
  }
  const isKnown = isSettled && !next.isPlaceholderData && next.data !== undefined
  return { state: isKnown ? "known" : "asking", instants: next.data ?? [] }
}

/** What was last typed, once nothing more has been for a moment. */
function useSettled<Value extends { cron: string; timezone: string }>(value: Value): Value {
  const [settled, setSettled] = useState(value)
  const { cron, timezone } = value
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), SETTLE_MS)
    return () => clearTimeout(timer)
    // oxlint-disable-next-line react/exhaustive-deps -- the object is made anew at each drawing
  }, [cron, timezone])
  return settled
}
