"use client"

import { useState } from "react"
import { Button } from "#components/ui/button.tsx"
import { Dialog } from "#components/ui/dialog.tsx"
import { Field } from "#components/ui/field.tsx"
import { Input } from "#components/ui/input.tsx"

type RenameTileDialogProps = {
  title: string
  /** What the tile is called without a title of its own. */
  fallback: string
  onRename: (title: string) => void
  onClose: () => void
}

/** A title on this dashboard only: the card keeps its name. */
export function RenameTileDialog({ title, fallback, onRename, onClose }: RenameTileDialogProps) {
  const [value, setValue] = useState(title)
  const save = () => {
    onRename(value)
    onClose()
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      width="small"
      title="Rename tile"
      footer={
        <Button variant="primary" onClick={save}>
          Rename
        </Button>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          save()
        }}
      >
        <Field label="Title" hint={`On this dashboard only. Leave it empty for “${fallback}”.`}>
          {(control) => (
            <Input
              {...control}
              autoFocus
              maxLength={200}
              value={value}
              onChange={(event) => setValue(event.target.value)}
            />
          )}
        </Field>
      </form>
    </Dialog>
  )
}
