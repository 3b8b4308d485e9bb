"use client"

import { useState } from "react"
import { ErrorState } from "#components/ui/error-state.tsx"
import { Field } from "#components/ui/field.tsx"
import { Panel } from "#components/ui/panel.tsx"
import { Pending } from "#components/ui/pending.tsx"
import { Select } from "#components/ui/select.tsx"
import { errorMessage } from "#lib/browser/error-message.ts"
import type { DataVersion } from "#lib/domain/dataset.ts"
import type { DatasetId } from "#lib/domain/ids.ts"
import { SchemaChanges } from "./schema-changes.tsx"
import { useComparison } from "./use-dataset-queries.ts"

/** Two versions side by side. `versions`: newest first, at least two. */
export function VersionComparison({ datasetId, versions }: { datasetId: DatasetId; versions: readonly DataVersion[] }) {
  const [latest, previous] = versions.map(({ number }) => number)
  const [after, setAfter] = useState<number | undefined>(undefined)
  const [before, setBefore] = useState<number | undefined>(undefined)
  const options = versions.map(({ number }) => ({ value: String(number), label: `Version ${number}` }))
  const from = before ?? previous ?? 1
  const to = after ?? latest ?? 1
  return (
    <Panel title="Compare two versions">
      <div className="mb-4 flex flex-wrap gap-3">
        <Field label="From" className="w-40">
          {(control) => (
            <Select
              {...control}
              value={String(from)}
              options={options}
              onValueChange={(number) => setBefore(Number(number))}
            />
          )}
        </Field>
        <Field label="To" className="w-40">
          {(control) => (
            <Select
              {...control}
              value={String(to)}
              options={options}
              onValueChange={(number) => setAfter(Number(number))}
            />
          )}
        </Field>
      </div>
      {from === to ? (
        <p className="text-muted">Choose two different versions.</p>
      ) : (
        <Comparison datasetId={datasetId} from={from} to={to} />
      )}
    </Panel>
  )
}

function Comparison({ datasetId, from, to }: { datasetId: DatasetId; from: number; to: number }) {
  const comparison = useComparison(datasetId, to, from)
  if (comparison.isPending) return <Pending>Comparing…</Pending>
  if (comparison.isError)
    return (
      <ErrorState
        title="The versions can't be compared"
        description={errorMessage(comparison.error)}
        onRetry={() => void comparison.refetch()}
        className="py-4"
      />
    )
  return <SchemaChanges {...comparison.data} />
}
