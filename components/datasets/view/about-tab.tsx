"use client"

import type { ReactNode } from "react"
import { useLocale } from "#lib/browser/use-locale.ts"
import type { Dataset, DataVersion } from "#lib/domain/dataset.ts"
import type { ImportOptions } from "#lib/domain/job-contract.ts"
import { formatSize } from "../format-size.ts"
import { typeWords } from "../format-cell.ts"
import { dateOrderWords, delimiterWords, encodingWords } from "../import/dialect-words.ts"
import { ImportRemarks } from "../import/import-remarks.tsx"
import { LocalTime } from "../local-time.tsx"
import { sourceWords } from "../source-words.ts"

/** Where the data came from, how it was read, and how it is kept. */
export function AboutTab({ dataset, current }: { dataset: Dataset; current: DataVersion }) {
  const locale = useLocale()
  const readAs = optionWords(current.options)
  return (
    <div className="flex flex-col gap-5">
      <dl className="grid grid-cols-[minmax(8rem,max-content)_1fr] gap-x-6 gap-y-2">
        <Fact term="Source">{sourceWords(current.source ?? dataset.source)}</Fact>
        <Fact term="As of">
          <LocalTime iso={current.publishedAt} withTime />, version {current.number}
          {current.restoredFrom !== null && `, restored from version ${current.restoredFrom}`}
        </Fact>
        <Fact term="Rows">{current.rowCount.toLocaleString(locale)}</Fact>
        <Fact term="Columns">{current.columns.length.toLocaleString(locale)}</Fact>
        <Fact term="Size as kept">{formatSize(current.sizeBytes, locale)}, as Parquet</Fact>
        <Fact term="Order of rows">{current.sortedBy === null ? "as they came" : `by ${current.sortedBy}`}</Fact>
        <Fact term="Read with">{readAs.length > 0 ? readAs.join("; ") : "what was found in the file"}</Fact>
        {current.sha256 !== null && (
          <Fact term="SHA-256">
            <span className="font-mono text-12">{current.sha256}</span>
          </Fact>
        )}
      </dl>
      <ImportRemarks warnings={current.warnings} />
    </div>
  )
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{term}</dt>
      <dd className="min-w-0 [overflow-wrap:anywhere] tabular">{children}</dd>
    </>
  )
}

function optionWords(options: ImportOptions): string[] {
  const { encoding, delimiter, decimal, header, skipLines, nullTokens, dateOrder, types } = options
  return [
    encoding && encodingWords(encoding),
    delimiter && `${delimiterWords(delimiter).toLowerCase()} between fields`,
    decimal && `${decimal === "," ? "comma" : "point"} before decimals`,
    header === false && "no line with names",
    skipLines && `${skipLines} ${skipLines === 1 ? "line" : "lines"} left out above`,
    nullTokens && (nullTokens.length > 0 ? `empty: ${nullTokens.join(" ")}` : "only empty fields are empty"),
    dateOrder && dateOrderWords(dateOrder).toLowerCase(),
    ...Object.entries(types ?? {}).map(([name, type]) => `${name} as ${typeWords(type)}`),
  ].filter((words) => typeof words === "string")
}
