"use client"

import { Field } from "#components/ui/field.tsx"
import { Textarea } from "#components/ui/textarea.tsx"
import type { CardLanguage } from "#lib/domain/card.ts"
import { parseParams } from "./params-text.ts"

type ParamsFieldProps = { language: CardLanguage; value: string; onChange: (text: string) => void; readOnly: boolean }

/** What code is given besides data, as JSON. */
export function ParamsField({ language, value, onChange, readOnly }: ParamsFieldProps) {
  const params = parseParams(value)
  return (
    <Field
      label="Params"
      hint={language === "sql" ? "JSON; the SQL finds each as $name." : "JSON; the code finds them in params."}
      error={params.ok ? undefined : params.message}
    >
      {(control) => (
        <Textarea
          {...control}
          spellCheck={false}
          readOnly={readOnly}
          className="font-mono text-12"
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  )
}
