"use client"

import { Combobox } from "#components/ui/combobox.tsx"
import { TextLink } from "#components/ui/text-link.tsx"
import { useLocale } from "#lib/browser/use-locale.ts"
import type { CardDataset, CardLanguage } from "#lib/domain/card.ts"
import type { DatasetChoice } from "./dataset-choice.ts"
import { DatasetPanel, type DeclaredColumns } from "./dataset-panel.tsx"

type DataPanelProps = {
  inputs: readonly CardDataset[]
  datasets: readonly DatasetChoice[]
  language: CardLanguage
  /** How Python finds one of several by its alias: `dataset["orders"]`. */
  pythonName: (alias: string) => string
  /** Whether an input has a name in the code even when it is the only one. */
  alwaysNamed: boolean
  readOnly: boolean
  onAdd: (dataset: DatasetChoice) => void
  onRename: (before: string, after: string) => void
  onRemove: (alias: string) => void
  onInsert: (text: string) => void
  /** Where only some columns may be loaded: which are, by alias. */
  columnsOf?: (alias: string) => DeclaredColumns
}

/** What the code reads: datasets, the names they go by, their columns. */
export function DataPanel(props: DataPanelProps) {
  const { inputs, datasets, language, pythonName, readOnly, columnsOf } = props
  const locale = useLocale()
  const options = datasets.map(({ id, name, rowCount, hasData, status }) => ({
    value: id,
    label: name,
    hint: hasData ? `${rowCount.toLocaleString(locale)} rows` : status === "importing" ? "importing" : "no data",
    disabled: !hasData,
  }))
  const add = (id: DatasetChoice["id"]) => {
    const dataset = datasets.find((choice) => choice.id === id)
    if (dataset) props.onAdd(dataset)
  }
  const [first] = inputs
  const isNamed = props.alwaysNamed || inputs.length > 1
  return (
    <section aria-label="Data" className="flex flex-col gap-3">
      {inputs.map((used) => (
        <DatasetPanel
          key={used.alias}
          used={used}
          dataset={datasets.find(({ id }) => id === used.datasetId)}
          otherAliases={inputs.filter(({ alias }) => alias !== used.alias).map(({ alias }) => alias)}
          isNamed={isNamed || readOnly || language === "sql"}
          language={language}
          declared={columnsOf?.(used.alias)}
          readOnly={readOnly}
          onInsert={props.onInsert}
          onRename={(alias) => props.onRename(used.alias, alias)}
          onRemove={() => props.onRemove(used.alias)}
        />
      ))}
      {first && isNamed && (
        <p className="text-12 text-muted">
          {language === "sql" ? (
            "Each is a table in SQL, by its name."
          ) : (
            <>
              In Python: <code>{pythonName(first.alias)}</code>
            </>
          )}
        </p>
      )}
      {!readOnly && datasets.length > 0 && (
        <Combobox
          label="Add a dataset"
          placeholder={inputs.length === 0 ? "Choose a dataset…" : "Add another dataset…"}
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
