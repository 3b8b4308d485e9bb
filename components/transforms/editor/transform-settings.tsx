"use client"

import Link from "next/link"
import { ParamsField } from "#components/editor/params-field.tsx"
import { Checkbox } from "#components/ui/checkbox.tsx"
import { Field } from "#components/ui/field.tsx"
import { Textarea } from "#components/ui/textarea.tsx"
import type { DatasetId } from "#lib/domain/ids.ts"
import type { TransformDetail } from "#lib/domain/summaries.ts"
import type { EditorDraft } from "../transform-draft.ts"
import { TransformOwner } from "./transform-owner.tsx"

type TransformSettingsProps = {
  draft: EditorDraft
  onChange: (draft: EditorDraft) => void
  /** null before the first run that succeeds. */
  output: { id: DatasetId; name: string } | null
  /** null: it is not saved yet. */
  saved: TransformDetail | null
  onHandedOn: () => void
  readOnly: boolean
}

/** What a transform makes, its params, and what it is about. */
export function TransformSettings({ draft, onChange, output, saved, onHandedOn, readOnly }: TransformSettingsProps) {
  return (
    <section aria-label="Settings" className="flex flex-col gap-4">
      <div className="flex flex-col gap-2">
        <h2 className="text-13 font-semibold">What it makes</h2>
        {output ? (
          <Link href={`/datasets/${output.id}`} className="truncate font-medium text-accent-text hover:underline">
            {output.name}
          </Link>
        ) : (
          <p className="text-12 text-muted">A dataset of the same name, as soon as a run succeeds.</p>
        )}
        <Checkbox
          label="May change columns"
          hint="Otherwise a run that would take away columns others read, or change their types, waits for you."
          checked={draft.allowSchemaChange}
          onCheckedChange={(allowSchemaChange) => onChange({ ...draft, allowSchemaChange })}
          disabled={readOnly}
        />
      </div>
      <ParamsField
        language={draft.language}
        value={draft.paramsText}
        onChange={(paramsText) => onChange({ ...draft, paramsText })}
        readOnly={readOnly}
      />
      <Field label="Description" optional>
        {(control) => (
          <Textarea
            {...control}
            readOnly={readOnly}
            maxLength={10_000}
            value={draft.description}
            onChange={(event) => onChange({ ...draft, description: event.target.value })}
          />
        )}
      </Field>
      {saved?.canEdit && <TransformOwner transform={saved} onHandedOn={onHandedOn} />}
    </section>
  )
}
