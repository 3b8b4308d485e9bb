"use client"

import { useRouter } from "next/navigation"
import { useEffect } from "react"
import { Badge } from "#components/ui/badge.tsx"
import { RelativeTime } from "#components/ui/relative-time.tsx"
import { useRun } from "#lib/browser/use-run.ts"
import { hasEnded, type Run } from "#lib/domain/run.ts"
import { isActive, statusWords } from "./runs/run-words.ts"

/** How the last run of a transform stands; live until it ends, then the whole list is read again. */
export function LastRun({ run }: { run: Run | null }) {
  if (!run) return <span className="text-muted">never</span>
  return isActive(run) ? <ActiveRun run={run} /> : <RunState run={run} />
}

function ActiveRun({ run: known }: { run: Run }) {
  const view = useRun(known.id, known)
  const router = useRouter()
  const run = ("run" in view && view.run) || known
  const ended = hasEnded(run.status)
  useEffect(() => {
    if (ended) router.refresh()
  }, [ended, router])
  return <RunState run={run} />
}

function RunState({ run }: { run: Run }) {
  const { words, tone } = statusWords(run)
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-0.5 whitespace-nowrap sm:flex-nowrap">
      <Badge tone={tone}>{words}</Badge>
      <RelativeTime at={run.finishedAt ?? run.startedAt ?? run.createdAt} className="text-muted" />
    </span>
  )
}
