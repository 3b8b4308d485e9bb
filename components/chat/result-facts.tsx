"use client"

import Link from "next/link"
import { LocalTime } from "#components/datasets/local-time.tsx"
import { useLocale } from "#lib/browser/use-locale.ts"
import type { CitableResult, QueriedDataset } from "#lib/domain/chat-tools.ts"

/** What a result was made from: datasets at their versions, rows, filters, and when. */
export function ResultFacts({ result }: { result: CitableResult }) {
  const locale = useLocale()
  const rows = (count: number) => `${count.toLocaleString(locale)} ${count === 1 ? "row" : "rows"}`
  const { datasets, filtersApplied, ranAt, asOf } = result
  // How many there are in all is not for everybody to know: what is told then is how many were read.
  const tellsRead = filtersApplied.length > 0 || datasets.some((dataset) => dataset.rows === null)
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-12 [&_dt]:text-muted">
      {datasets.length > 0 && (
        <>
          <dt>Read from</dt>
          <dd className="min-w-0">
            <ul className="flex flex-col gap-0.5">
              {datasets.map((dataset) => (
                <li key={dataset.alias} className="break-words">
                  <DatasetName dataset={dataset} />, version {dataset.versionNumber.toLocaleString(locale)}
                  {dataset.rows !== null && `, ${rows(dataset.rows)}`}
                </li>
              ))}
            </ul>
          </dd>
        </>
      )}
      <dt>Filters</dt>
      <dd className="min-w-0 break-words">
        {filtersApplied.length === 0 ? "None" : filtersApplied.map(({ label }) => label).join(", ")}
      </dd>
      {result.kind === "sql" && tellsRead && (
        <>
          <dt>Rows read</dt>
          <dd className="tabular">{result.filteredRows.toLocaleString(locale)}</dd>
        </>
      )}
      {asOf !== null && (
        <>
          <dt>Data as of</dt>
          <dd>
            <LocalTime iso={asOf} withTime />
          </dd>
        </>
      )}
      <dt>Run</dt>
      <dd>
        <LocalTime iso={ranAt} withTime />
      </dd>
    </dl>
  )
}

/** A link where the reader may open the dataset itself. */
function DatasetName({ dataset: { datasetId, name, canUse } }: { dataset: QueriedDataset }) {
  if (!canUse) return name
  return (
    <Link href={`/datasets/${datasetId}`} className="text-accent-text underline underline-offset-2">
      {name}
    </Link>
  )
}
