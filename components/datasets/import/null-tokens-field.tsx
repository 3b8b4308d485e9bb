"use client"

import { ChevronsUpDown, X } from "lucide-react"
import { useState } from "react"
import { Button } from "#components/ui/button.tsx"
import { controlClassName } from "#components/ui/control-class-name.ts"
import { classNames } from "#components/ui/class-names.ts"
import { Field } from "#components/ui/field.tsx"
import { Input } from "#components/ui/input.tsx"
import { Popover } from "#components/ui/popover.tsx"

type NullTokensFieldProps = {
  /** Undefined: the usual ones. */
  value: readonly string[] | undefined
  found: readonly string[] | null
  onChange: (tokens: string[] | undefined) => void
}

const MAX_TOKENS = 50

/** Which cells mean "empty" among numbers, dates and booleans. */
export function NullTokensField({ value, found, onChange }: NullTokensFieldProps) {
  const [draft, setDraft] = useState("")
  const tokens = value ?? found ?? []
  const add = () => {
    const token = draft.trim()
    if (token !== "" && !tokens.includes(token) && tokens.length < MAX_TOKENS) onChange([...tokens, token])
    setDraft("")
  }
  return (
    <Field label="Also empty">
      {(control) => (
        <Popover
          label="Cells that mean empty"
          className="w-80"
          trigger={
            <button
              type="button"
              {...control}
              // Its name says what is chosen, too.
              aria-labelledby={`${control["aria-labelledby"]} ${control.id}`}
              className={classNames(controlClassName, "flex h-8 items-center justify-between gap-2 px-2.5 text-left")}
            >
              <span className="truncate">{tokens.length === 0 ? "Only empty fields" : tokens.join(" ")}</span>
              <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-faint" />
            </button>
          }
        >
          <p className="text-12 text-muted">
            In columns whose every other value is a number, a date or true/false, these mean an empty cell. In text they
            stay text. An empty field is always empty.
          </p>
          <ul className="my-3 flex flex-wrap gap-1.5">
            {tokens.map((token) => (
              <li key={token} className="flex items-center rounded-control bg-surface-hover pl-2 font-mono text-12">
                {token}
                <button
                  type="button"
                  aria-label={`Remove ${token}`}
                  onClick={() => onChange(tokens.filter((other) => other !== token))}
                  className="touch-target flex size-6 items-center justify-center rounded-control text-muted hover:text-ink"
                >
                  <X aria-hidden className="size-3" />
                </button>
              </li>
            ))}
          </ul>
          <form
            className="flex gap-2"
            onSubmit={(event) => {
              event.preventDefault()
              add()
            }}
          >
            <Input
              aria-label="Another one"
              placeholder="Another one, such as n/a"
              maxLength={50}
              value={draft}
              onChange={(event) => setDraft(event.target.value)}
            />
            <Button type="submit" disabled={draft.trim() === ""}>
              Add
            </Button>
          </form>
          {value !== undefined && (
            <Button size="small" variant="quiet" className="mt-2" onClick={() => onChange(undefined)}>
              Back to the usual ones
            </Button>
          )}
        </Popover>
      )}
    </Field>
  )
}
