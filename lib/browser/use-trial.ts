"use client"

import { useCallback, useEffect, useRef, useState } from "react"
import type { z } from "zod"
import { request } from "./api.ts"
import { errorMessage } from "./error-message.ts"

/** What the output pane shows. The last result stays beside whatever comes after it. */
export type TrialView<Result> = { last: Result | null } & (
  | { state: "idle" | "done" | "cancelled" }
  | { state: "running" }
  | { state: "failed"; message: string }
)

export type Trial<Body, Result> = {
  view: TrialView<Result>
  run: (body: Body) => Promise<Result | null>
  cancel: () => void
}

/** Runs unsaved code at `path`. A new run takes the place of one under way; leaving the page cancels it. */
export function useTrial<Body, Result>(path: string, answer: z.ZodType<{ data: Result }>): Trial<Body, Result> {
  const [view, setView] = useState<TrialView<Result>>({ state: "idle", last: null })
  const current = useRef<AbortController | null>(null)
  useEffect(() => () => current.current?.abort(), [])

  const run = useCallback(
    async (body: Body): Promise<Result | null> => {
      current.current?.abort()
      const controller = new AbortController()
      current.current = controller
      setView(({ last }) => ({ state: "running", last }))
      try {
        const { data } = await request(answer, path, { body, signal: controller.signal })
        if (current.current !== controller) return null
        setView({ state: "done", last: data })
        return data
      } catch (error) {
        if (current.current === controller && !controller.signal.aborted)
          setView(({ last }) => ({ state: "failed", message: errorMessage(error), last }))
        return null
      } finally {
        if (current.current === controller) current.current = null
      }
    },
    [path, answer],
  )

  const cancel = useCallback(() => {
    current.current?.abort()
    current.current = null
    setView(({ state, last }) => ({ state: state === "running" ? "cancelled" : "idle", last }))
  }, [])

  return { view, run, cancel }
}
