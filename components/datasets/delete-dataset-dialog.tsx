"use client"

import Link from "next/link"
import { useRouter } from "next/navigation"
import { useState } from "react"
import { Button } from "#components/ui/button.tsx"
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx"
import { Dialog } from "#components/ui/dialog.tsx"
import { notify } from "#components/ui/notify.ts"
import { request } from "#lib/browser/api.ts"
import { errorMessage } from "#lib/browser/error-message.ts"
import { Nothing } from "#lib/browser/nothing.ts"
import { usersOf, type UsedBy } from "#lib/browser/used-by.ts"
import type { Dataset } from "#lib/domain/dataset.ts"

type DeleteDatasetDialogProps = { dataset: Dataset; open: boolean; onOpenChange: (open: boolean) => void }

/** Asks first, since data that is gone can't be brought back; names the cards that stand in the way. */
export function DeleteDatasetDialog({ dataset, open, onOpenChange }: DeleteDatasetDialogProps) {
  const router = useRouter()
  const [usedBy, setUsedBy] = useState<UsedBy[] | null>(null)

  const remove = async () => {
    try {
      await request(Nothing, `/api/datasets/${dataset.id}`, { method: "DELETE" })
    } catch (error) {
      const users = usersOf(error)
      if (users === null) throw error
      setUsedBy(users)
      return
    }
    notify.done(`Deleted “${dataset.name}”`)
    router.push("/datasets")
    router.refresh()
  }

  return (
    <>
      <ConfirmDialog
        open={open}
        onOpenChange={onOpenChange}
        title={`Delete “${dataset.name}”?`}
        description="Its data is deleted with it. This cannot be undone."
        confirmLabel="Delete dataset"
        destructive
        onConfirm={remove}
        errorMessage={errorMessage}
      />
      <Dialog
        open={usedBy !== null}
        onOpenChange={() => setUsedBy(null)}
        width="small"
        title="Cards read this dataset"
        description="Delete these cards, or let them read another dataset, before you delete this one."
        footer={<Button onClick={() => setUsedBy(null)}>Close</Button>}
      >
        <ul className="flex flex-col gap-1">
          {usedBy?.map(({ id, name }) => (
            <li key={id}>
              <Link href={`/cards/${id}`} className="text-accent-text hover:underline">
                {name}
              </Link>
            </li>
          ))}
        </ul>
      </Dialog>
    </>
  )
}
