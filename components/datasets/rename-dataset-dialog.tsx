"use client"

import { useRouter } from "next/navigation"
import { useId, useState } from "react"
import { Button } from "#components/ui/button.tsx"
import { Dialog } from "#components/ui/dialog.tsx"
import { Field } from "#components/ui/field.tsx"
import { Input } from "#components/ui/input.tsx"
import { errorMessage } from "#lib/browser/error-message.ts"
import type { Dataset } from "#lib/domain/dataset.ts"
import { updateDataset } from "./update-dataset.ts"

type RenameDatasetDialogProps = { dataset: Dataset; open: boolean; onOpenChange: (open: boolean) => void }

export function RenameDatasetDialog({ dataset, open, onOpenChange }: RenameDatasetDialogProps) {
  const router = useRouter()
  const formId = useId()
  const [name, setName] = useState(dataset.name)
  const [saving, setSaving] = useState<{ pending: boolean; error?: string }>({ pending: false })

  const save = async () => {
    setSaving({ pending: true })
    try {
      await updateDataset(dataset, { name: name.trim() })
      setSaving({ pending: false })
      onOpenChange(false)
      router.refresh()
    } catch (error) {
      setSaving({ pending: false, error: errorMessage(error) })
    }
  }

  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Rename the dataset"
      width="small"
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" pending={saving.pending} disabled={name.trim() === ""}>
            Rename
          </Button>
        </>
      }
    >
      <form
        id={formId}
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <Field label="Name" error={saving.error}>
          {(control) => (
            <Input
              {...control}
              autoFocus
              maxLength={200}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
      </form>
    </Dialog>
  )
}
