"use client"

import { useRouter } from "next/navigation"
import { useState } from "react"
import { Dialog } from "#components/ui/dialog.tsx"
import { ErrorState } from "#components/ui/error-state.tsx"
import { notify } from "#components/ui/notify.ts"
import { Pending } from "#components/ui/pending.tsx"
import { errorMessage } from "#lib/browser/error-message.ts"
import { useShares, type SharedThing } from "#lib/browser/use-shares.ts"
import { principalKey, type GrantRole, type Share } from "#lib/domain/grant.ts"
import type { UserId } from "#lib/domain/ids.ts"
import { AddShare } from "./add-share.tsx"
import { ExposedDatasets } from "./exposed-datasets.tsx"
import { ShareRows } from "./share-rows.tsx"
import { TakeBackDialog } from "./take-back-dialog.tsx"
import { TransferSection } from "./transfer-section.tsx"

const DESCRIPTION: Record<SharedThing["kind"], string> = {
  dashboard: "Choose who may look at this dashboard, change it, or own it with you.",
  dataset: "Those who may use this dataset see its rows and read it in cards of their own. Only you change it.",
  card: "Those who may use this card see its code and place it on dashboards of their own. Only you change it.",
}

/** Who may do what with a thing, for its owners. */
export function ShareDialog({ thing, onClose }: { thing: SharedThing; onClose: () => void }) {
  const router = useRouter()
  const { shares, add, change, remove, transfer } = useShares(thing)
  const [leaving, setLeaving] = useState<Share | null>(null)
  const isDashboard = thing.kind === "dashboard"

  const changeRole = async (share: Share, role: GrantRole) => {
    try {
      await change(share.id, role)
    } catch (error) {
      notify.failed(`${share.name} keeps the role they had`, { description: errorMessage(error) })
    }
  }
  const handOn = async (userId: UserId) => {
    await transfer(userId)
    notify.done(`“${thing.name}” has another owner`)
    onClose()
    router.refresh()
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Share “${thing.name}”`}
      description={DESCRIPTION[thing.kind]}
      className="flex flex-col gap-4"
    >
      {shares.isPending && <Pending>Reading who has it…</Pending>}
      {shares.error && !shares.data && (
        <ErrorState
          title="Who has it could not be read"
          description={errorMessage(shares.error)}
          onRetry={() => void shares.refetch()}
        />
      )}
      {shares.data && (
        <>
          <AddShare
            thing={thing}
            leftOut={[
              shares.data.owner.id,
              // On a dashboard a second share is a new role.
              ...(isDashboard ? [] : shares.data.data.map(({ principal }) => principalKey(principal))),
            ]}
            onAdd={add}
          />
          <ShareRows
            page={shares.data}
            withRoles={isDashboard}
            onChange={(share, role) => void changeRole(share, role)}
            onRemove={setLeaving}
          />
          {isDashboard && <ExposedDatasets thing={thing} />}
          {shares.data.canTransfer && (
            <TransferSection
              name={thing.name}
              ownerId={shares.data.owner.id}
              consequence={(newOwner) =>
                `${newOwner} will own this ${thing.kind}. The owner until now ${
                  isDashboard ? "stays an editor" : "may go on using it"
                }, until the new one takes that back.`
              }
              onTransfer={handOn}
            />
          )}
        </>
      )}
      {leaving && (
        <TakeBackDialog
          thing={thing}
          share={leaving}
          onConfirm={() => remove(leaving.id)}
          onClose={() => setLeaving(null)}
        />
      )}
    </Dialog>
  )
}
