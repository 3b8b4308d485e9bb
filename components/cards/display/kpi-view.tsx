"use client"

import { ArrowDown, ArrowUp } from "lucide-react"
import { classNames } from "#components/ui/class-names.ts"
import { useLocale } from "#lib/browser/use-locale.ts"
import type { KpiDisplay } from "#lib/domain/display.ts"
import { deltaTone, formatDelta, formatKpi } from "./format-kpi.ts"
import { Sparkline } from "./sparkline.tsx"

/** A little more than what a digit and the marks between digits are wide on average. */
const EM_PER_CHARACTER = 0.6

const TONE = { positive: "text-positive", negative: "text-negative", neutral: "text-muted" }

export function KpiView({ kpi }: { kpi: KpiDisplay }) {
  const locale = useLocale()
  const { value, label, delta, format, good, trend } = kpi
  const figure = formatKpi(value, format, locale)
  return (
    <div className="flex size-full flex-col gap-1 overflow-hidden px-4 pt-3 pb-2 @container">
      <p
        // Half a number is another number: a long one is written smaller before it is cut.
        style={{
          fontSize: `clamp(0.75rem, 100cqw / ${(figure.length * EM_PER_CHARACTER).toFixed(2)}, var(--largest))`,
        }}
        className="shrink-0 truncate leading-tight font-semibold tracking-[-0.02em] tabular [--largest:1.25rem] @[12rem]:[--largest:1.75rem]"
        title={figure}
      >
        {figure}
      </p>
      <div className="flex min-w-0 shrink-0 flex-wrap items-baseline gap-x-2 text-12">
        {delta != null && (
          <span
            className={classNames("inline-flex items-center gap-0.5 font-medium tabular", TONE[deltaTone(delta, good)])}
          >
            {delta > 0 && <ArrowUp aria-hidden className="size-3 self-center" />}
            {delta < 0 && <ArrowDown aria-hidden className="size-3 self-center" />}
            {formatDelta(delta, format, locale)}
          </span>
        )}
        {label != null && <span className="line-clamp-2 text-muted">{label}</span>}
      </div>
      {trend != null && trend.length > 1 && (
        <div className="mt-1 h-10 min-h-0 shrink overflow-hidden">
          <Sparkline values={trend} />
        </div>
      )}
    </div>
  )
}
