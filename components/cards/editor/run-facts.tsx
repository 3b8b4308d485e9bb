"use client"

import { Popover } from "#components/ui/popover.tsx"
import { useLocale } from "#lib/browser/use-locale.ts"
import type { CardTimings } from "#lib/domain/job-contract.ts"
import type { CardPreview } from "#lib/domain/render-line.ts"

const STEPS: readonly [keyof CardTimings, string][] = [
  ["queueMs", "Waiting for its turn"],
  ["sliceMs", "Filtering the data"],
  ["startMs", "Starting the sandbox"],
  ["loadMs", "Loading the data"],
  ["userMs", "Your code"],
  ["serialiseMs", "Packing the result"],
  ["totalMs", "In all"],
]

/** How much the card read and how long it took, step by step on demand. */
export function RunFacts({ preview }: { preview: CardPreview }) {
  const locale = useLocale()
  const { inputRows, filteredRows, timings } = preview
  const rows = (count: number) => `${count.toLocaleString(locale)} row${count === 1 ? "" : "s"}`
  const ms = (duration: number) =>
    new Intl.NumberFormat(locale, {
      style: "unit",
      unit: "millisecond",
      maximumFractionDigits: duration < 10 ? 1 : 0,
    }).format(duration)
  return (
    <footer className="flex h-8 shrink-0 items-center gap-3 border-t px-4 text-12 text-muted tabular">
      <span>
        {filteredRows === inputRows
          ? `${rows(inputRows)} read`
          : `${rows(filteredRows)} of ${inputRows.toLocaleString(locale)} read`}
      </span>
      <Popover
        label="How long each step took"
        align="end"
        side="top"
        trigger={
          <button type="button" className="ml-auto rounded-control px-1 hover:text-ink">
            {ms(timings.totalMs)}
          </button>
        }
      >
        <dl className="grid grid-cols-[1fr_auto] gap-x-6 gap-y-1 text-12">
          {STEPS.map(([step, words]) => (
            <div key={step} className="contents">
              <dt className="text-muted">{words}</dt>
              <dd className="text-right tabular">{ms(timings[step])}</dd>
            </div>
          ))}
        </dl>
      </Popover>
    </footer>
  )
}
