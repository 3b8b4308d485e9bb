"use client"

import { Combobox } from "#components/ui/combobox.tsx"
import { TextLink } from "#components/ui/text-link.tsx"
import { useLocale } from "#lib/browser/use-locale.ts"
import { withAlias, withColumns, withDataset, withoutDataset, type EditorDraft } from "../card-draft.ts"
import { CardDatasetPanel } from "./card-dataset-panel.tsx"
import type { DatasetChoice } from "./dataset-choice.ts"

type DataPanelProps = {
  draft: EditorDraft
  onChange: (draft: EditorDraft) => void
  datasets: readonly DatasetChoice[]
  onInsert: (text: string) => void
  readOnly: boolean
}

/** What the card reads: its datasets, the names they go by, their columns. */
export function DataPanel({ draft, onChange, datasets, onInsert, readOnly }: DataPanelProps) {
  const locale = useLocale()
  const options = datasets.map(({ id, name, rowCount, hasData, status }) => ({
    value: id,
    label: name,
    hint: hasData ? `${rowCount.toLocaleString(locale)} rows` : status === "importing" ? "importing" : "no data",
    disabled: !hasData,
  }))
  const add = (id: DatasetChoice["id"]) => {
    const dataset = datasets.find((choice) => choice.id === id)
    if (dataset) onChange(withDataset(draft, id, dataset.name))
  }
  return (
    <section aria-label="Data" className="flex flex-col gap-3">
      {draft.datasets.map((used) => (
        <CardDatasetPanel
          key={used.alias}
          used={used}
          dataset={datasets.find(({ id }) => id === used.datasetId)}
          otherAliases={draft.datasets.filter(({ alias }) => alias !== used.alias).map(({ alias }) => alias)}
          language={draft.language}
          declared={draft.columns[used.alias] ?? null}
          code={draft.code}
          readOnly={readOnly}
          onInsert={onInsert}
          onRename={(alias) => onChange(withAlias(draft, used.alias, alias))}
          onDeclare={(names) => onChange(withColumns(draft, used.alias, names))}
          onRemove={() => onChange(withoutDataset(draft, used.alias))}
        />
      ))}
      {draft.datasets.length > 1 && (
        <p className="text-12 text-muted">
          {draft.language === "sql" ? (
            "Each is a table in SQL, by its alias."
          ) : (
            <>
              <code>dataset</code> is a dict of these by alias: <code>dataset["{draft.datasets[0]?.alias}"]</code>.
            </>
          )}
        </p>
      )}
      {!readOnly && datasets.length > 0 && (
        <Combobox
          label="Add a dataset"
          placeholder={draft.datasets.length === 0 ? "Choose a dataset…" : "Add another dataset…"}
          searchPlaceholder="Search datasets"
          options={options}
          value={undefined}
          onValueChange={add}
        />
      )}
      {datasets.length === 0 && (
        <p className="text-muted">
          There is no dataset yet. <TextLink href="/datasets/new">Upload one</TextLink>, then choose it here.
        </p>
      )}
    </section>
  )
}
