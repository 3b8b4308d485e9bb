"use client"

import { Badge } from "#components/ui/badge.tsx"
import { classNames } from "#components/ui/class-names.ts"
import { RelativeTime } from "#components/ui/relative-time.tsx"
import { useLocale } from "#lib/browser/use-locale.ts"
import type { DatasetId, RunId } from "#lib/domain/ids.ts"
import type { Run } from "#lib/domain/run.ts"
import { RunCause } from "./run-cause.tsx"
import { durationMsOf, formatDuration, statusWords } from "./run-words.ts"

type RunHistoryProps = {
  runs: readonly Run[]
  shownId: RunId | undefined
  onShow: (runId: RunId) => void
  nameOf: (id: DatasetId) => string | undefined
}

/** All runs, newest first; a click shows one above. */
export function RunHistory({ runs, shownId, onShow, nameOf }: RunHistoryProps) {
  const locale = useLocale()
  return (
    <ol aria-label="Runs" className="divide-y border-y">
      {runs.map((run) => {
        const { words, tone } = statusWords(run)
        const durationMs = durationMsOf(run, null)
        return (
          <li key={run.id}>
            <button
              type="button"
              aria-current={run.id === shownId ? "true" : undefined}
              onClick={() => onShow(run.id)}
              className={classNames(
                "touch-target flex w-full flex-wrap items-center gap-x-3 gap-y-0.5 px-4 py-1.5 text-left text-12 hover:bg-surface-hover",
                run.id === shownId && "bg-surface-sunken",
              )}
            >
              <Badge tone={tone}>{words}</Badge>
              <RelativeTime at={run.startedAt ?? run.createdAt} />
              <span className="min-w-0 flex-1 truncate text-muted">
                <RunCause run={run} nameOf={nameOf} />
              </span>
              <span className="text-muted tabular">
                {[
                  run.outputRows != null && `${run.outputRows.toLocaleString(locale)} rows`,
                  durationMs !== null && formatDuration(durationMs, locale),
                ]
                  .filter((part) => part !== false)
                  .join(", ")}
              </span>
            </button>
          </li>
        )
      })}
    </ol>
  )
}
