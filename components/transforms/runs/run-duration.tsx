"use client"

import { useEffect, useState } from "react"
import { useLocale } from "#lib/browser/use-locale.ts"
import { hasEnded, type Run } from "#lib/domain/run.ts"
import { durationMsOf, formatDuration } from "./run-words.ts"

const TICK_MS = 500

/** How long a run takes, counting on while it does. */
export function RunDuration({ run }: { run: Run }) {
  const locale = useLocale()
  const isOver = hasEnded(run.status) || run.status === "awaiting_confirmation"
  const [now, setNow] = useState<Date | null>(null)
  useEffect(() => {
    if (isOver) return
    const timer = setInterval(() => setNow(new Date()), TICK_MS)
    return () => clearInterval(timer)
  }, [isOver])
  const durationMs = durationMsOf(run, isOver ? null : now)
  return durationMs === null ? "–" : formatDuration(durationMs, locale)
}
