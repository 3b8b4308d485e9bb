"use client"

import type { ReactNode } from "react"
import { useLocale } from "#lib/browser/use-locale.ts"
import type { Column } from "#lib/domain/column.ts"
import type { Dataset } from "#lib/domain/dataset.ts"
import type { ColumnProfile } from "#lib/domain/job-contract.ts"
import { formatCell, typeWords } from "../format-cell.ts"
import { ColumnBars } from "./column-bars.tsx"
import { ColumnDescription } from "./column-description.tsx"

type ColumnPortraitProps = {
  dataset: Dataset
  column: Column
  profile: ColumnProfile | undefined
  rowCount: number
  canEdit: boolean
}

/** One column: its meaning, and what its values are like. */
export function ColumnPortrait({ dataset, column, profile, rowCount, canEdit }: ColumnPortraitProps) {
  return (
    <li className="grid gap-x-6 gap-y-3 px-4 py-3 md:grid-cols-[minmax(0,1fr)_minmax(0,1.1fr)_minmax(0,1.2fr)]">
      <div className="min-w-0">
        <p className="font-mono text-12 font-medium [overflow-wrap:anywhere]">{column.name}</p>
        <p className="text-12 text-muted">{typeWords(column.type)}</p>
        <ColumnDescription dataset={dataset} name={column.name} canEdit={canEdit} />
      </div>
      {profile && <Numbers profile={profile} rowCount={rowCount} />}
      {profile && <Spread profile={profile} rowCount={rowCount} />}
    </li>
  )
}

function Numbers({ profile, rowCount }: { profile: ColumnProfile; rowCount: number }) {
  const locale = useLocale()
  const { type, nullCount, distinctCount, distinctIsExact, min, max, mean } = profile
  const cell = (value: ColumnProfile["min"]) => formatCell(value, type, locale)
  return (
    <dl className="grid grid-cols-[max-content_1fr] content-start gap-x-3 gap-y-0.5 text-12 tabular">
      <Fact term="Empty">
        {nullCount.toLocaleString(locale)}
        {rowCount > 0 && nullCount > 0 && ` (${shareWords(nullCount / rowCount, locale)})`}
      </Fact>
      <Fact term="Different">
        {distinctIsExact ? "" : "about "}
        {distinctCount.toLocaleString(locale)}
      </Fact>
      {min !== null && <Fact term="Least">{cell(min)}</Fact>}
      {max !== null && <Fact term="Greatest">{cell(max)}</Fact>}
      {mean !== null && <Fact term="Mean">{mean.toLocaleString(locale, { maximumSignificantDigits: 6 })}</Fact>}
    </dl>
  )
}

const SHOWN_VALUES = 5

function Spread({ profile, rowCount }: { profile: ColumnProfile; rowCount: number }) {
  const locale = useLocale()
  const { type, histogram, topValues } = profile
  if (histogram.length > 1) {
    const first = histogram[0]
    const last = histogram.at(-1)
    return (
      <div className="min-w-0">
        <ColumnBars profile={profile} className="h-12 w-full max-w-72" />
        <p className="flex max-w-72 justify-between gap-2 text-11 text-muted tabular">
          <span className="truncate">{first && formatCell(first.from, type, locale)}</span>
          <span className="truncate">{last && formatCell(last.to, type, locale)}</span>
        </p>
      </div>
    )
  }
  if (topValues.length === 0) return <p className="text-12 text-muted">Nearly every value is different.</p>
  const highest = Math.max(1, ...topValues.map(({ count }) => count))
  return (
    <ol aria-label="Most frequent values" className="flex min-w-0 flex-col gap-1 text-12">
      {topValues.slice(0, SHOWN_VALUES).map(({ value, count }, index) => (
        <li key={index} className="relative flex justify-between gap-3 px-1.5">
          <span
            aria-hidden
            className="absolute inset-y-0 left-0 rounded-[3px] bg-accent-soft"
            style={{ width: `${(count / highest) * 100}%` }}
          />
          <span className="relative min-w-0 truncate">{formatCell(value, type, locale) || "(empty text)"}</span>
          <span className="relative shrink-0 text-muted tabular">
            {count.toLocaleString(locale)}
            {rowCount > 0 && ` · ${shareWords(count / rowCount, locale)}`}
          </span>
        </li>
      ))}
    </ol>
  )
}

/** A share that is not nothing is never shown as nothing. */
function shareWords(share: number, locale: string): string {
  if (share > 0 && share < 0.001)
    return `< ${(0.001).toLocaleString(locale, { style: "percent", maximumFractionDigits: 1 })}`
  return share.toLocaleString(locale, { style: "percent", maximumFractionDigits: 1 })
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{term}</dt>
      <dd className="min-w-0 truncate">{children}</dd>
    </>
  )
}
