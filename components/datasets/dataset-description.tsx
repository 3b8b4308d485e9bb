"use client"

import { useRouter } from "next/navigation"
import { useState } from "react"
import { Button } from "#components/ui/button.tsx"
import { Field } from "#components/ui/field.tsx"
import { Textarea } from "#components/ui/textarea.tsx"
import { errorMessage } from "#lib/browser/error-message.ts"
import type { Dataset } from "#lib/domain/dataset.ts"
import { updateDataset } from "./update-dataset.ts"

/** What the data is and where it comes from, in its owner's words. */
export function DatasetDescription({ dataset, canEdit }: { dataset: Dataset; canEdit: boolean }) {
  const router = useRouter()
  const [draft, setDraft] = useState<string | null>(null)
  const [saving, setSaving] = useState<{ pending: boolean; error?: string }>({ pending: false })

  const save = async (description: string) => {
    setSaving({ pending: true })
    try {
      await updateDataset(dataset, { description })
      setDraft(null)
      setSaving({ pending: false })
      router.refresh()
    } catch (error) {
      setSaving({ pending: false, error: errorMessage(error) })
    }
  }

  if (draft === null) {
    return (
      <div className="flex items-start gap-2">
        <p className={dataset.description ? "max-w-prose whitespace-pre-wrap" : "text-muted"}>
          {dataset.description || "No description yet."}
        </p>
        {canEdit && (
          <Button size="small" variant="quiet" className="-my-1" onClick={() => setDraft(dataset.description)}>
            {dataset.description ? "Edit" : "Describe it"}
          </Button>
        )}
      </div>
    )
  }
  return (
    <form
      className="flex max-w-prose flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        void save(draft)
      }}
    >
      <Field label="Description" error={saving.error}>
        {(control) => (
          <Textarea
            {...control}
            autoFocus
            maxLength={10_000}
            value={draft}
            onChange={(event) => setDraft(event.target.value)}
          />
        )}
      </Field>
      <div className="flex gap-2">
        <Button type="submit" variant="primary" size="small" pending={saving.pending}>
          Save
        </Button>
        <Button size="small" onClick={() => setDraft(null)}>
          Cancel
        </Button>
      </div>
    </form>
  )
}
