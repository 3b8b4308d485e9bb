"use client"

import { Check, Copy } from "lucide-react"
import { useState } from "react"
import { Button } from "#components/ui/button.tsx"
import { Field } from "#components/ui/field.tsx"
import { Input } from "#components/ui/input.tsx"

/** Text that is there to be copied. Where the browser forbids it (plain http), it is selected instead. */
export function CopyField({ label, value }: { label: string; value: string }) {
  const [state, setState] = useState<"idle" | "copied" | "selected">("idle")
  const copy = async (input: HTMLInputElement | null) => {
    try {
      await navigator.clipboard.writeText(value)
      setState("copied")
    } catch {
      input?.select()
      setState("selected")
    }
  }
  return (
    <Field label={label} hint={state === "selected" ? "Selected: copy it with Ctrl+C or ⌘C." : undefined}>
      {(control) => (
        <div className="flex gap-2">
          <Input
            {...control}
            readOnly
            value={value}
            className="font-mono text-12"
            onFocus={(event) => event.target.select()}
          />
          <Button onClick={() => void copy(document.querySelector<HTMLInputElement>(`[id="${control.id}"]`))}>
            {state === "copied" ? <Check aria-hidden className="text-positive" /> : <Copy aria-hidden />}
            <span aria-live="polite">{state === "copied" ? "Copied" : "Copy"}</span>
          </Button>
        </div>
      )}
    </Field>
  )
}
