"use client"

import { ParamsField } from "#components/editor/params-field.tsx"
import { Field } from "#components/ui/field.tsx"
import { Select } from "#components/ui/select.tsx"
import { Textarea } from "#components/ui/textarea.tsx"
import type { EditorDraft } from "../card-draft.ts"
import { maxAgeOptions } from "../max-age-options.ts"

type SettingsPanelProps = { draft: EditorDraft; onChange: (draft: EditorDraft) => void; readOnly: boolean }

/** A card's own settings, and what it is about. */
export function SettingsPanel({ draft, onChange, readOnly }: SettingsPanelProps) {
  return (
    <section aria-label="Settings" className="flex flex-col gap-3">
      <ParamsField
        language={draft.language}
        value={draft.paramsText}
        onChange={(paramsText) => onChange({ ...draft, paramsText })}
        readOnly={readOnly}
      />
      <Field
        label="Keep results for"
        hint="New data and other filters run the card at once, however long this is. Shorten it for cards that use the time of day or chance."
      >
        {(control) => (
          <Select
            {...control}
            disabled={readOnly}
            options={maxAgeOptions(draft.maxAgeSeconds)}
            value={String(draft.maxAgeSeconds)}
            onValueChange={(seconds) => onChange({ ...draft, maxAgeSeconds: Number(seconds) })}
          />
        )}
      </Field>
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
    </section>
  )
}
