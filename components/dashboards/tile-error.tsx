"use client"

import { CircleAlert, Unplug } from "lucide-react"
import { Button } from "#components/ui/button.tsx"
import { LinkButton } from "#components/ui/link-button.tsx"
import { Spinner } from "#components/ui/spinner.tsx"
import type { TileError } from "./tile-view.ts"

/** Why the card shows nothing: what Python or the database said, where, and what may help. */
export function TileFailed({ error, editHref }: { error: TileError; editHref: string | null }) {
  const frames = "frames" in error ? (error.frames ?? []) : []
  const line = "line" in error ? error.line : undefined
  // Readers of public links learn nothing of the code: what is left for them is a sentence.
  const isOfCode = line !== undefined || frames.length > 0 || Boolean(error.hint)
  return (
    <div role="alert" className="flex size-full flex-col gap-2 overflow-auto px-4 py-3">
      <div className="flex gap-2">
        <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-negative" />
        <div className="min-w-0">
          {isOfCode ? (
            <p className="font-mono text-12 wrap-anywhere whitespace-pre-wrap">
              <strong className="font-semibold text-negative">{error.type}</strong>
              {error.message && `: ${error.message}`}
              {line !== undefined && <span className="text-muted"> (line {line})</span>}
            </p>
          ) : (
            <p className="wrap-anywhere">{error.message || error.type}</p>
          )}
          {error.hint && <p className="mt-1 wrap-anywhere">{error.hint}</p>}
        </div>
      </div>
      {frames.length > 0 && (
        <details className="ml-6 text-12">
          <summary className="text-muted">Where it happened</summary>
          <ol className="mt-1 flex flex-col gap-0.5 font-mono">
            {frames.map((frame, place) => (
              <li key={place} className="flex gap-3">
                <span className="shrink-0 text-muted">line {frame.line}</span>
                <span className="truncate">{frame.source.trim() || frame.function}</span>
              </li>
            ))}
          </ol>
        </details>
      )}
      {editHref !== null && (
        <LinkButton href={editHref} size="small" className="ml-6 self-start">
          Edit card
        </LinkButton>
      )}
    </div>
  )
}

type TileUnavailableProps = {
  message: string
  hint: string | undefined
  retrying: boolean
  passing: boolean
  onRetry: () => void
}

/** No answer at all: said calmly, since it mostly passes by itself. */
export function TileUnavailable({ message, hint, retrying, passing, onRetry }: TileUnavailableProps) {
  return (
    <div
      role="status"
      className="flex size-full flex-col items-center justify-center gap-1 overflow-auto p-4 text-center"
    >
      <Unplug aria-hidden className="mb-1 size-5 shrink-0 text-faint" />
      <p className="font-medium">{message}</p>
      <p className="text-12 text-muted">{hint ?? (passing ? "It is tried again by itself." : "")}</p>
      {retrying ? (
        <p className="mt-1 flex items-center gap-1.5 text-12 text-muted">
          <Spinner className="size-3.5" /> Trying again…
        </p>
      ) : (
        <Button size="small" className="mt-1" onClick={onRetry}>
          Try now
        </Button>
      )}
    </div>
  )
}
