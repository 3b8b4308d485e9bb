"use client"

import { CircleAlert } from "lucide-react"
import type { ReactNode } from "react"
import { Button } from "#components/ui/button.tsx"

export type CodeError = {
  /** The exception's class, or the limit's name; null where the message says all. */
  type: string | null
  message: string
  line?: number | undefined
  frames?: readonly { line: number; function: string; source: string }[] | undefined
  hint?: string | undefined
}

type CodeErrorViewProps = {
  error: CodeError
  /** Absent where the code is not at hand. */
  onGoTo?: (line: number) => void
  /** What can be done about it. */
  action?: ReactNode
}

/** Why code could not be run: what Python or the database said, where in the author's code, what may help. */
export function CodeErrorView({ error, onGoTo, action }: CodeErrorViewProps) {
  const frames = onGoTo ? (error.frames ?? []) : []
  return (
    <div role="alert" className="border-b bg-negative-soft px-4 py-3">
      <div className="flex flex-wrap justify-end gap-2">
        <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-negative" />
        <div className="min-w-0 flex-1 basis-44">
          <p className="font-mono text-12 wrap-anywhere whitespace-pre-wrap">
            {error.type !== null && <strong className="font-semibold text-negative">{error.type}</strong>}
            {error.type !== null && error.message !== "" && ": "}
            {error.message}
          </p>
          {error.hint && <p className="mt-1 text-13 wrap-anywhere">{error.hint}</p>}
        </div>
        {action}
        {error.line !== undefined && onGoTo && (
          <Button size="small" onClick={() => onGoTo(error.line ?? 1)}>
            Line {error.line}
          </Button>
        )}
      </div>
      {frames.length > 1 && (
        <ol aria-label="Calls, the outermost first" className="mt-2 ml-6 flex flex-col gap-0.5">
          {frames.map((frame, place) => (
            <li key={place} className="min-w-0">
              <button
                type="button"
                onClick={() => onGoTo?.(frame.line)}
                className="flex w-full min-w-0 gap-3 rounded-control px-1 text-left font-mono text-12 hover:bg-surface-hover"
              >
                <span className="w-14 shrink-0 text-muted">line {frame.line}</span>
                <span className="shrink-0 text-muted">{frame.function}</span>
                <span className="truncate">{frame.source.trim()}</span>
              </button>
            </li>
          ))}
        </ol>
      )}
    </div>
  )
}
