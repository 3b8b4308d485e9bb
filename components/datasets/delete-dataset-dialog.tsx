"use client"

import Link from "next/link"
import { useRouter } from "next/navigation"
import { useState } from "react"
import { Dependents } from "#components/lineage/dependents.tsx"
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

/** Asks first, since data that is gone can't be brought back; names the cards and transforms that stand in the way. */
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
        description={
          <>
            <p>Its data is deleted with it. This cannot be undone.</p>
            {open && <Dependents thing={{ kind: "dataset", id: dataset.id }} />}
          </>
        }
        confirmLabel="Delete dataset"
        destructive
        onConfirm={remove}
        errorMessage={errorMessage}
      />
      <Dialog
        open={usedBy !== null}
        onOpenChange={() => setUsedBy(null)}
        width="small"
        title="This dataset is in use"
        description="Delete these, or let them read another dataset, before you delete this one. A transform that makes it is deleted first, too."
        footer={<Button onClick={() => setUsedBy(null)}>Close</Button>}
      >
        <ul className="flex flex-col gap-1">
          {usedBy?.map(({ kind, id, name }) => (
            <li key={id}>
              <Link
                href={kind === "transform" ? `/transforms/${id}` : `/cards/${id}`}
                className="text-accent-text hover:underline"
              >
                {name}
              </Link>
            </li>
          ))}
        </ul>
      </Dialog>
    </>
  )
}
