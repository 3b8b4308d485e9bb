"use client"

import { useState } from "react"
import { typeWords } from "#components/datasets/format-cell.ts"
import { Button } from "#components/ui/button.tsx"
import { Checkbox } from "#components/ui/checkbox.tsx"
import { Dialog } from "#components/ui/dialog.tsx"
import { Input } from "#components/ui/input.tsx"
import { SegmentedControl } from "#components/ui/segmented-control.tsx"
import { suggestColumns } from "#lib/browser/suggest-columns.ts"
import type { DatasetChoice } from "./dataset-choice.ts"

type ColumnsDialogProps = {
  alias: string
  dataset: DatasetChoice
  declared: string[] | null
  /** To suggest columns from; null when it is not Python. */
  code: string | null
  onClose: () => void
  onDeclare: (names: string[] | null) => void
}

/** Which columns the card loads. What the code seems to need is offered, never applied unasked. */
export function ColumnsDialog({ alias, dataset, declared, code, onClose, onDeclare }: ColumnsDialogProps) {
  const [mode, setMode] = useState<"all" | "some">(declared === null ? "all" : "some")
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(declared ?? []))
  const [search, setSearch] = useState("")
  const [readsAll, setReadsAll] = useState<string[] | null>(null)

  const toggle = (name: string, isChosen: boolean) =>
    setChosen((before) => new Set(isChosen ? [...before, name] : [...before].filter((other) => other !== name)))
  const suggest = () => {
    if (code === null) return
    const suggestion = suggestColumns(code, [{ alias, columns: dataset.columns }])
    setChosen(new Set(suggestion.columnsByAlias[alias]))
    setReadsAll(suggestion.readsAll)
  }
  const apply = () => {
    onDeclare(mode === "all" ? null : dataset.columns.map(({ name }) => name).filter((name) => chosen.has(name)))
    onClose()
  }
  const found = dataset.columns.filter(({ name }) => name.toLowerCase().includes(search.trim().toLowerCase()))

  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Columns of ${dataset.name}`}
      description="A card that loads only the columns it reads runs faster. Using any other column is then an error that names it."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" onClick={apply} disabled={mode === "some" && chosen.size === 0}>
            Apply
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <SegmentedControl
          label="Columns to load"
          value={mode}
          onValueChange={setMode}
          options={[
            { value: "all", label: "All columns" },
            { value: "some", label: "Only these" },
          ]}
        />
        {mode === "some" && (
          <>
            <div className="flex gap-2">
              <Input
                type="search"
                aria-label="Search columns"
                placeholder="Search columns"
                value={search}
                onChange={(event) => setSearch(event.target.value)}
              />
              {code !== null && <Button onClick={suggest}>Suggest from code</Button>}
            </div>
            {readsAll && (
              <p role="status" className="text-12 text-muted">
                {`Chosen: the ${chosen.size} that the code names. `}
                {readsAll.length > 0 && `It also has ${readsAll.join(", ")}, which may read more.`}
              </p>
            )}
            <ul className="max-h-80 overflow-y-auto">
              {found.map(({ name, type }) => (
                <li key={name} className="py-1">
                  <Checkbox
                    checked={chosen.has(name)}
                    onCheckedChange={(isChosen) => toggle(name, isChosen)}
                    label={
                      <>
                        <span className="font-mono text-12">{name}</span>{" "}
                        <span className="text-12 text-muted">{typeWords(type)}</span>
                      </>
                    }
                  />
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
    </Dialog>
  )
}
