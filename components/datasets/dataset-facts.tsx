"use client"

import { useLocale } from "#lib/browser/use-locale.ts"
import type { Dataset, DataVersion } from "#lib/domain/dataset.ts"
import { formatSize } from "./format-size.ts"
import { LocalTime } from "./local-time.tsx"
import { sourceWords } from "./source-words.ts"

/** One line: how much there is, of when. */
export function DatasetFacts({ dataset, dataVersion }: { dataset: Dataset; dataVersion: DataVersion }) {
  const locale = useLocale()
  const plural = (count: number, one: string) => `${count.toLocaleString(locale)} ${one}${count === 1 ? "" : "s"}`
  return (
    <span className="flex flex-wrap gap-x-3 tabular">
      <span>{plural(dataset.rowCount, "row")}</span>
      <span>{plural(dataset.columns.length, "column")}</span>
      <span>{formatSize(dataset.sizeBytes, locale)}</span>
      <span>
        as of <LocalTime iso={dataVersion.publishedAt} withTime />
      </span>
      <span className="truncate">from {sourceWords(dataset.source)}</span>
    </span>
  )
}
