"use client"

import { keepPreviousData, useQuery } from "@tanstack/react-query"
import { useEffect, useRef } from "react"
import { ErrorState } from "#components/ui/error-state.tsx"
import { send } from "#lib/browser/api.ts"
import { errorMessage } from "#lib/browser/error-message.ts"
import type { RunId } from "#lib/domain/ids.ts"

const READ_EVERY_MS = 1_000
/** Whoever has scrolled up this far reads, and is not to be moved. */
const NEAR_END_PX = 40

/** What a run has printed, as it prints it. */
export function RunLog({ runId, isActive }: { runId: RunId; isActive: boolean }) {
  const log = useQuery({
    // What was written last is read once more when the run has ended.
    queryKey: ["run", runId, "log", isActive],
    queryFn: async ({ signal }) => {
      const answer = await send(`/api/runs/${runId}/log`, { headers: { accept: "text/plain" }, signal })
      return answer.text()
    },
    refetchInterval: isActive ? READ_EVERY_MS : false,
    placeholderData: keepPreviousData,
  })
  const box = useRef<HTMLPreElement>(null)
  const follows = useRef(true)
  useEffect(() => {
    if (box.current && follows.current) box.current.scrollTop = box.current.scrollHeight
  }, [log.data])

  if (log.isError)
    return (
      <ErrorState
        title="The log can’t be read now"
        description={errorMessage(log.error)}
        onRetry={() => void log.refetch()}
        className="py-4"
      />
    )
  if (!log.data)
    return <p className="text-12 text-muted">{log.isPending ? "Reading the log…" : "Nothing was printed."}</p>
  return (
    <pre
      ref={box}
      aria-label="Log"
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
      tabIndex={0}
      onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
        follows.current = scrollHeight - scrollTop - clientHeight < NEAR_END_PX
      }}
      className="max-h-72 overflow-auto rounded-panel border bg-surface-sunken px-3 py-2 text-12 whitespace-pre-wrap [overflow-wrap:anywhere]"
    >
      {log.data}
    </pre>
  )
}
