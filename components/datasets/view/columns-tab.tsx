"use client"

import { useState } from "react"
import { Button } from "#components/ui/button.tsx"
import { ErrorState } from "#components/ui/error-state.tsx"
import { Input } from "#components/ui/input.tsx"
import { Pending } from "#components/ui/pending.tsx"
import { errorMessage } from "#lib/browser/error-message.ts"
import type { Dataset, DataVersion } from "#lib/domain/dataset.ts"
import { ColumnPortrait } from "./column-portrait.tsx"
import { useProfile } from "./use-dataset-queries.ts"

/** Beyond this many, columns are searched rather than read. */
const SEARCH_FROM = 12
const SHOWN_AT_ONCE = 60

type ColumnsTabProps = { dataset: Dataset; current: DataVersion; canEdit: boolean }

/** What each column means and holds. */
export function ColumnsTab({ dataset, current, canEdit }: ColumnsTabProps) {
  const profile = useProfile(dataset.id, current.number)
  const [search, setSearch] = useState("")
  const [shown, setShown] = useState(SHOWN_AT_ONCE)
  if (profile.isPending) return <Pending>Reading what the columns hold…</Pending>
  const byName = new Map(profile.data?.columns.map((one) => [one.name, one]))
  const found = current.columns.filter(({ name }) =>
    `${name} ${dataset.columnDescriptions[name] ?? ""}`.toLowerCase().includes(search.trim().toLowerCase()),
  )
  return (
    <div className="flex flex-col gap-4">
      {profile.isError && (
        <ErrorState
          title="What the columns hold can't be shown now"
          description={errorMessage(profile.error)}
          onRetry={() => void profile.refetch()}
          className="rounded-panel border py-4"
        />
      )}
      {current.columns.length >= SEARCH_FROM && (
        <Input
          type="search"
          aria-label="Search columns"
          placeholder="Search columns"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          className="max-w-72"
        />
      )}
      {found.length === 0 && <p className="text-muted">No column is called “{search}”.</p>}
      <ul aria-label="Columns" className="divide-y rounded-panel border">
        {found.slice(0, shown).map((column) => (
          <ColumnPortrait
            key={column.name}
            dataset={dataset}
            column={column}
            profile={byName.get(column.name)}
            rowCount={profile.data?.rowCount ?? current.rowCount}
            canEdit={canEdit}
          />
        ))}
      </ul>
      {found.length > shown && (
        <Button className="self-center" onClick={() => setShown(shown + SHOWN_AT_ONCE)}>
          Show more columns
        </Button>
      )}
    </div>
  )
}
