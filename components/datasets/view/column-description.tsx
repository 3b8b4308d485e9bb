"use client"

import { useRouter } from "next/navigation"
import { useState } from "react"
import { Button } from "#components/ui/button.tsx"
import { Input } from "#components/ui/input.tsx"
import { errorMessage } from "#lib/browser/error-message.ts"
import type { Dataset } from "#lib/domain/dataset.ts"
import { updateDataset } from "../update-dataset.ts"

const MAX_LENGTH = 1000

/** What a column means, in its owner's words. */
export function ColumnDescription({ dataset, name, canEdit }: { dataset: Dataset; name: string; canEdit: boolean }) {
  const router = useRouter()
  const written = dataset.columnDescriptions[name] ?? ""
  const [draft, setDraft] = useState<string | null>(null)
  const [saving, setSaving] = useState<{ pending: boolean; error?: string }>({ pending: false })

  const save = async (text: string) => {
    setSaving({ pending: true })
    const { [name]: _, ...others } = dataset.columnDescriptions
    try {
      await updateDataset(dataset, {
        columnDescriptions: text.trim() === "" ? others : { ...others, [name]: text.trim() },
      })
      setDraft(null)
      setSaving({ pending: false })
      router.refresh()
    } catch (error) {
      setSaving({ pending: false, error: errorMessage(error) })
    }
  }

  if (draft === null) {
    return (
      <p className="mt-1 text-12">
        {written}{" "}
        {canEdit && (
          <button
            type="button"
            aria-label={`${written ? "Edit the description" : "Describe it"}: ${name}`}
            onClick={() => setDraft(written)}
            className="touch-target rounded-control text-muted hover:text-ink hover:underline"
          >
            {written ? "Edit" : "Describe it"}
          </button>
        )}
      </p>
    )
  }
  return (
    <form
      className="mt-1 flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        void save(draft)
      }}
    >
      <Input
        aria-label={`Description of ${name}`}
        autoFocus
        maxLength={MAX_LENGTH}
        value={draft}
        onChange={(event) => setDraft(event.target.value)}
      />
      {saving.error !== undefined && (
        <p role="alert" className="text-12 text-negative">
          {saving.error}
        </p>
      )}
      <div className="flex gap-2">
        <Button type="submit" size="small" variant="primary" pending={saving.pending}>
          Save
        </Button>
        <Button size="small" onClick={() => setDraft(null)}>
          Cancel
        </Button>
      </div>
    </form>
  )
}
