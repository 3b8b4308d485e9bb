"use client"

import { useCallback, useEffect, useRef, useState } from "react"
import { AssistLine, type AssistProposal, type AssistRequest } from "#lib/domain/card-assist.ts"
import { ApiError, send } from "./api.ts"
import { errorMessage } from "./error-message.ts"
import { readLines } from "./read-lines.ts"

export type AssistView =
  | { state: "idle" }
  /** `round` counts from 1; null until the first begins. */
  | { state: "working"; round: number | null; stage: "writing" | "running" }
  | { state: "proposed"; proposal: AssistProposal }
  | { state: "failed"; message: string }

/** Has the model propose a card's code. Nothing is changed by it: whoever asks takes the proposal or leaves it. */
export function useCardAssist(): { view: AssistView; start: (request: AssistRequest) => void; cancel: () => void } {
  const [view, setView] = useState<AssistView>({ state: "idle" })
  const current = useRef<AbortController | null>(null)
  useEffect(() => () => current.current?.abort(), [])

  const start = useCallback((request: AssistRequest) => {
    current.current?.abort()
    const controller = new AbortController()
    current.current = controller
    const show = (next: AssistView) => {
      if (!controller.signal.aborted) setView(next)
    }
    show({ state: "working", round: null, stage: "writing" })
    follow(request, controller.signal, show).catch((error: unknown) =>
      show({ state: "failed", message: errorMessage(error) }),
    )
  }, [])
  const cancel = useCallback(() => {
    current.current?.abort()
    setView({ state: "idle" })
  }, [])
  return { view, start, cancel }
}

async function follow(request: AssistRequest, signal: AbortSignal, show: (view: AssistView) => void): Promise<void> {
  const response = await send("/api/cards/assist", {
    body: request,
    headers: { accept: "application/x-ndjson" },
    signal,
  })
  if (!response.body) throw cut()
  for await (const text of readLines(response.body)) {
    const line = AssistLine.safeParse(parseJson(text))
    if (!line.success) throw cut()
    if ("proposal" in line.data) return show({ state: "proposed", proposal: line.data.proposal })
    if ("failure" in line.data) return show({ state: "failed", message: line.data.failure.message })
    show({ state: "working", ...line.data })
  }
  throw cut()
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const cut = () => new ApiError("The connection was cut before the proposal came.", { status: 0, code: "unreachable" })
