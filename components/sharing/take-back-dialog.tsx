"use client"

import { useQuery } from "@tanstack/react-query"
import { LayoutDashboard, SquareCode, Workflow } from "lucide-react"
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx"
import { errorMessage } from "#lib/browser/error-message.ts"
import { readDependents, type SharedThing } from "#lib/browser/use-shares.ts"
import type { Dependent } from "#lib/domain/endpoints/sharing.ts"
import type { Share } from "#lib/domain/grant.ts"

type TakeBackDialogProps = {
  thing: SharedThing
  share: Share
  onConfirm: () => Promise<unknown>
  onClose: () => void
}

/** Asks before somebody loses something, naming what stops working by it. */
export function TakeBackDialog({ thing, share, onConfirm, onClose }: TakeBackDialogProps) {
  const hasDependents = thing.kind !== "dashboard"
  const dependents = useQuery({
    queryKey: ["shares", thing.id, "dependents", share.id],
    queryFn: () => readDependents(thing, share.id),
    enabled: hasDependents,
    // What was so a moment ago is not what is being asked.
    gcTime: 0,
  })
  const found = hasDependents ? (dependents.data ?? []) : []
  // Nobody is asked before it is known what they are asked.
  if (hasDependents && dependents.isPending) return null
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={`Stop sharing with ${share.name}?`}
      description={
        <div className="flex flex-col gap-2">
          {dependents.error ? (
            <p>What stops working by this could not be read: {errorMessage(dependents.error)}</p>
          ) : found.length === 0 ? (
            <p>
              {hasDependents
                ? `Nothing stops working. They can no longer use this ${thing.kind}.`
                : "They can no longer open this dashboard, unless another share lets them."}
            </p>
          ) : (
            <>
              <p>This stops working at once:</p>
              <ul aria-label="What stops working" className="flex max-h-48 flex-col gap-1 overflow-y-auto text-ink">
                {found.map(({ kind, id, name, ownerName }) => (
                  <li key={id} className="flex items-center gap-2">
                    <KindIcon kind={kind} />
                    <span className="min-w-0 truncate">
                      {name} <span className="text-muted">of {ownerName}</span>
                    </span>
                  </li>
                ))}
              </ul>
            </>
          )}
        </div>
      }
      confirmLabel="Stop sharing"
      destructive
      onConfirm={async () => {
        await onConfirm()
      }}
      errorMessage={errorMessage}
    />
  )
}

function KindIcon({ kind }: Pick<Dependent, "kind">) {
  const className = "size-4 shrink-0 text-muted"
  switch (kind) {
    case "card":
      return <SquareCode aria-label="Card" className={className} />
    case "dashboard":
      return <LayoutDashboard aria-label="Dashboard" className={className} />
    case "transform":
      return <Workflow aria-label="Transform" className={className} />
  }
}
