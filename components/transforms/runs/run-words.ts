import type { BadgeTone } from "#components/ui/badge.tsx"
import { hasEnded, type Run, type RunStatus } from "#lib/domain/run.ts"

const STATUS: Record<RunStatus, { words: string; tone: BadgeTone }> = {
  queued: { words: "Waiting", tone: "neutral" },
  running: { words: "Running", tone: "accent" },
  awaiting_confirmation: { words: "Waits for you", tone: "warning" },
  succeeded: { words: "Succeeded", tone: "positive" },
  failed: { words: "Failed", tone: "negative" },
  cancelled: { words: "Cancelled", tone: "neutral" },
}

/** How a run stands, in a word or two. */
export const statusWords = ({ status, outcome }: Pick<Run, "status" | "outcome">): { words: string; tone: BadgeTone } =>
  outcome === "missed" ? { words: "Missed", tone: "warning" } : STATUS[status]

/** Whether something is being done: not while it waits for a person. */
export const isActive = ({ status }: Pick<Run, "status">): boolean =>
  !hasEnded(status) && status !== "awaiting_confirmation"

/** How long a run has taken, so far or in all; null before it has begun. */
export function durationMsOf({ startedAt, finishedAt }: Pick<Run, "startedAt" | "finishedAt">, now: Date | null) {
  const end = finishedAt ? new Date(finishedAt) : now
  if (!startedAt || !end) return null
  return Math.max(0, end.getTime() - new Date(startedAt).getTime())
}

/** `3 725 000` → `1h 2m 5s` in the reader's language; tenths of a second below ten seconds. */
export function formatDuration(durationMs: number, locale: string): string {
  const part = (value: number, unit: "hour" | "minute" | "second", digits = 0) =>
    new Intl.NumberFormat(locale, {
      style: "unit",
      unit,
      unitDisplay: "narrow",
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    }).format(value)
  if (durationMs < 10_000) return part(Math.round(durationMs / 100) / 10, "second", 1)
  const seconds = Math.round(durationMs / 1000)
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)]
  return [hours > 0 && part(hours, "hour"), minutes > 0 && part(minutes, "minute"), part(seconds % 60, "second")]
    .filter((words) => words !== false)
    .join(" ")
}
