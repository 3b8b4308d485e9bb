"use client"

import { useState } from "react"
import { Field } from "#components/ui/field.tsx"
import { Input } from "#components/ui/input.tsx"
import { aliasProblem } from "./input-alias.ts"

type AliasFieldProps = {
  alias: string
  others: readonly string[]
  readOnly: boolean
  onRename: (alias: string) => void
}

/** The name a dataset has in the code. Taken over when the field is left, once it can be one. */
export function AliasField({ alias, others, readOnly, onRename }: AliasFieldProps) {
  const [text, setText] = useState(alias)
  const problem = aliasProblem(text, others)
  const finish = () => {
    if (problem === null && text !== alias) onRename(text)
  }
  return (
    <Field label="Name in the code" error={problem ?? undefined}>
      {(control) => (
        <Input
          {...control}
          value={text}
          readOnly={readOnly}
          spellCheck={false}
          className="h-7 font-mono text-12"
          onChange={(event) => setText(event.target.value)}
          onBlur={finish}
          onKeyDown={(event) => event.key === "Enter" && finish()}
        />
      )}
    </Field>
  )
}
