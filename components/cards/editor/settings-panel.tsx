"use client"

import { Field } from "#components/ui/field.tsx"
import { Select } from "#components/ui/select.tsx"
import { Textarea } from "#components/ui/textarea.tsx"
import { parseParams, type EditorDraft } from "../card-draft.ts"
import { maxAgeOptions } from "../max-age-options.ts"

type SettingsPanelProps = { draft: EditorDraft; onChange: (draft: EditorDraft) => void; readOnly: boolean }

/** A card's own settings, and what it is about. */
export function SettingsPanel({ draft, onChange, readOnly }: SettingsPanelProps) {
  const params = parseParams(draft.paramsText)
  return (
    <section aria-label="Settings" className="flex flex-col gap-3">
      <Field
        label="Params"
        hint={draft.language === "sql" ? "JSON; the SQL finds each as $name." : "JSON; the code finds them in params."}
        error={params.ok ? undefined : params.message}
      >
        {(control) => (
          <Textarea
            {...control}
            spellCheck={false}
            readOnly={readOnly}
            className="font-mono text-12"
            value={draft.paramsText}
            onChange={(event) => onChange({ ...draft, paramsText: event.target.value })}
          />
        )}
      </Field>
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
