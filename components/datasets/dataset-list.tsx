"use client"

import { Database, Plus } from "lucide-react"
import Link from "next/link"
import { useRouter } from "next/navigation"
import { useEffect } from "react"
import { NarrowedList } from "#components/sharing/narrowed-list.tsx"
import { ownerWords, type Reader } from "#components/sharing/ownership.ts"
import { Badge } from "#components/ui/badge.tsx"
import { EmptyState } from "#components/ui/empty-state.tsx"
import { LinkButton } from "#components/ui/link-button.tsx"
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "#components/ui/table.tsx"
import { useLocale } from "#lib/browser/use-locale.ts"
import { useRun } from "#lib/browser/use-run.ts"
import type { Dataset } from "#lib/domain/dataset.ts"
import type { UserId } from "#lib/domain/ids.ts"
import { hasEnded } from "#lib/domain/run.ts"
import { formatSize } from "./format-size.ts"
import { ImportStageWords } from "./import/import-progress.tsx"
import { LocalTime } from "./local-time.tsx"

/** Beyond this many, a list is searched rather than read. */
const SEARCH_FROM = 8

type DatasetListProps = {
  datasets: readonly Dataset[]
  /** By user id. */
  ownerNames: Readonly<Record<UserId, string>>
  reader: Reader
}

export function DatasetList({ datasets, ownerNames, reader }: DatasetListProps) {
  if (datasets.length === 0) return <NoDatasets />
  const ownerOf = ({ ownerId }: Dataset) => ownerWords(ownerId, ownerNames[ownerId] ?? "Someone", reader)
  return (
    <NarrowedList
      things={datasets}
      kind="dataset"
      reader={reader}
      textOf={({ name, description }) => `${name} ${description}`}
      searchFrom={SEARCH_FROM}
    >
      {(found) => (
        <Table label="Datasets">
          <TableHead>
            <TableRow>
              <TableHeader>Name</TableHeader>
              <TableHeader>Status</TableHeader>
              <TableHeader numeric>Rows</TableHeader>
              <TableHeader numeric className="max-sm:hidden">
                Columns
              </TableHeader>
              <TableHeader numeric className="max-sm:hidden">
                Size
              </TableHeader>
              <TableHeader className="max-md:hidden">Owner</TableHeader>
              <TableHeader className="max-md:hidden">Updated</TableHeader>
            </TableRow>
          </TableHead>
          <TableBody>
            {found.map((dataset) => (
              <DatasetRow key={dataset.id} dataset={dataset} owner={ownerOf(dataset)} />
            ))}
          </TableBody>
        </Table>
      )}
    </NarrowedList>
  )
}

function DatasetRow({ dataset, owner }: { dataset: Dataset; owner: string }) {
  const locale = useLocale()
  const hasData = dataset.dataVersion !== null
  const count = (value: number) => (hasData ? value.toLocaleString(locale) : "–")
  return (
    <TableRow>
      <TableCell className="max-w-80">
        <Link
          href={`/datasets/${dataset.id}`}
          title={dataset.name}
          className="block truncate py-1 font-medium hover:underline"
        >
          {dataset.name}
        </Link>
      </TableCell>
      <TableCell>
        <DatasetState dataset={dataset} />
      </TableCell>
      <TableCell numeric>{count(dataset.rowCount)}</TableCell>
      <TableCell numeric className="max-sm:hidden">
        {count(dataset.columns.length)}
      </TableCell>
      <TableCell numeric className="max-sm:hidden">
        {hasData ? formatSize(dataset.sizeBytes, locale) : "–"}
      </TableCell>
      <TableCell className="max-w-40 truncate text-muted max-md:hidden">{owner}</TableCell>
      <TableCell className="text-muted max-md:hidden">
        <LocalTime iso={dataset.updatedAt} withTime />
      </TableCell>
    </TableRow>
  )
}

function DatasetState({ dataset }: { dataset: Dataset }) {
  switch (dataset.status) {
    case "importing":
      return <Importing dataset={dataset} />
    case "failed":
      return <Badge tone="negative">Import failed</Badge>
    case "ready":
      if (dataset.stale) return <Badge tone="warning">Old data</Badge>
      return <Badge tone="positive">Ready</Badge>
  }
}

/** Live until the import ends; then the whole list is read again. */
function Importing({ dataset }: { dataset: Dataset }) {
  const view = useRun(dataset.runId)
  const router = useRouter()
  const run = "run" in view ? view.run : null
  const awaits = run?.status === "awaiting_confirmation"
  const ended = run !== null && hasEnded(run.status)
  useEffect(() => {
    if (ended) router.refresh()
  }, [ended, router])
  if (awaits) return <Badge tone="accent">Waits for you</Badge>
  return run ? <ImportStageWords run={run} /> : <span className="text-muted">Importing…</span>
}

function NoDatasets() {
  return (
    <EmptyState
      icon={<Database aria-hidden />}
      title="No datasets yet"
      description="Bring a CSV or Parquet file. It becomes a table that cards read and filters narrow."
      actions={
        <LinkButton href="/datasets/new" variant="primary">
          <Plus aria-hidden />
          Import a dataset
        </LinkButton>
      }
    />
  )
}
