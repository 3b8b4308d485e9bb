"use client"

import { useLocale } from "#lib/browser/use-locale.ts"
import type { NextInstants } from "./use-next-instants.ts"

/** The next instants of a schedule, by the clock of its time zone. */
export function NextRuns({ next, timezone }: { next: NextInstants; timezone: string }) {
  const locale = useLocale()
  if (next.state === "wrong") return null
  if (next.state === "failed")
    return (
      <p role="alert" className="text-12 text-muted">
        The next runs can’t be told now. {next.message}
      </p>
    )
  const format = new Intl.DateTimeFormat(locale, {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZoneName: "short",
    timeZone: isTimeZone(timezone) ? timezone : "UTC",
  })
  return (
    <div className="text-12" aria-live="polite" aria-busy={next.state === "asking"}>
      <p className="font-medium">Next runs</p>
      <ol
        aria-label="Next runs"
        className={`mt-1 flex flex-col gap-0.5 text-muted tabular ${next.state === "asking" ? "opacity-60" : ""}`}
      >
        {next.instants.map((instant) => (
          <li key={instant}>
            <time dateTime={instant}>{format.format(new Date(instant))}</time>
          </li>
        ))}
        {next.instants.length === 0 && <li>{next.state === "asking" ? "Working them out…" : "None."}</li>}
      </ol>
    </div>
  )
}

/** The server may know zones that this browser does not. */
function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name })
    return true
  } catch {
    return false
  }
}
