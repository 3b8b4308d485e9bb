"use client"

import { X } from "lucide-react"
import Link from "next/link"
import { useState } from "react"
import { typeWords } from "#components/datasets/format-cell.ts"
import { Button } from "#components/ui/button.tsx"
import { IconButton } from "#components/ui/icon-button.tsx"
import type { CardDataset, CardLanguage } from "#lib/domain/card.ts"
import { AliasField } from "./alias-field.tsx"
import { ColumnsDialog } from "./columns-dialog.tsx"
import type { DatasetChoice } from "./dataset-choice.ts"
import { sqlIdentifier } from "./sql-identifier.ts"

export type DeclaredColumns = {
  /** null = all columns. */
  names: string[] | null
  /** To suggest columns from. */
  code: string
  onDeclare: (names: string[] | null) => void
}

type DatasetPanelProps = {
  used: CardDataset
  /** Undefined when the reader can't see the dataset, or it is gone. */
  dataset: DatasetChoice | undefined
  otherAliases: readonly string[]
  language: CardLanguage
  /** Undefined where all columns are always loaded. */
  declared: DeclaredColumns | undefined
  /** Whether the code calls it by its alias. */
  isNamed: boolean
  readOnly: boolean
  onInsert: (text: string) => void
  onRename: (alias: string) => void
  onRemove: () => void
}

/** One dataset that code reads. A click on a column writes its name into the code. */
export function DatasetPanel(props: DatasetPanelProps) {
  const { used, dataset, declared, language, readOnly } = props
  const [choosing, setChoosing] = useState(false)
  return (
    <div className="rounded-panel border">
      <header className="flex items-center gap-1 border-b py-1 pr-1 pl-3">
        {dataset ? (
          <Link href={`/datasets/${dataset.id}`} className="min-w-0 flex-1 truncate font-medium hover:underline">
            {dataset.name}
          </Link>
        ) : (
          <span className="min-w-0 flex-1 text-muted">A dataset that is gone or not shared with you</span>
        )}
        {!readOnly && (
          <IconButton
            size="small"
            label={`Stop reading ${dataset?.name ?? used.alias}`}
            icon={<X aria-hidden />}
            onClick={props.onRemove}
          />
        )}
      </header>
      <div className="flex flex-col gap-2 px-3 py-2">
        {props.isNamed && (
          <AliasField alias={used.alias} others={props.otherAliases} readOnly={readOnly} onRename={props.onRename} />
        )}
        {dataset && declared && (
          <div className="flex items-center justify-between gap-2 text-12 text-muted">
            <span>
              {declared.names === null
                ? `Loads all ${dataset.columns.length} columns`
                : `Loads ${declared.names.length} of ${dataset.columns.length} columns`}
            </span>
            {!readOnly && (
              <Button size="small" variant="quiet" className="-mr-1.5" onClick={() => setChoosing(true)}>
                Choose
              </Button>
            )}
          </div>
        )}
        {dataset && (
          <ColumnButtons
            dataset={dataset}
            declared={declared?.names ?? null}
            // As a Python string, which escapes as JSON does, or as a name of SQL.
            onChoose={(name) => props.onInsert(language === "sql" ? sqlIdentifier(name) : JSON.stringify(name))}
            readOnly={readOnly}
          />
        )}
      </div>
      {dataset && declared && choosing && (
        <ColumnsDialog
          alias={used.alias}
          dataset={dataset}
          declared={declared.names}
          code={language === "python" ? declared.code : null}
          onClose={() => setChoosing(false)}
          onDeclare={declared.onDeclare}
        />
      )}
    </div>
  )
}

type ColumnButtonsProps = {
  dataset: DatasetChoice
  declared: string[] | null
  onChoose: (name: string) => void
  readOnly: boolean
}

function ColumnButtons({ dataset, declared, onChoose, readOnly }: ColumnButtonsProps) {
  return (
    <ul aria-label={`Columns of ${dataset.name}`} className="-mx-1.5 max-h-80 overflow-y-auto">
      {dataset.columns.map(({ name, type }) => {
        const isLoaded = declared === null || declared.includes(name)
        return (
          <li key={name}>
            <button
              type="button"
              disabled={readOnly}
              onClick={() => onChoose(name)}
              title={isLoaded ? `Write "${name}" into the code` : `"${name}" is not among the columns this card loads`}
              className={`touch-target flex min-h-6 w-full items-baseline justify-between gap-2 rounded-control px-1.5 py-0.5 text-left enabled:hover:bg-surface-hover ${isLoaded ? "" : "text-faint"}`}
            >
              <span className={`truncate font-mono text-12 ${isLoaded ? "" : "line-through"}`}>{name}</span>
              <span className="shrink-0 text-11 text-muted">{typeWords(type)}</span>
            </button>
          </li>
        )
      })}
    </ul>
  )
}
