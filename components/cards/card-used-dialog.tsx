"use client"

import Link from "next/link"
import { Button } from "#components/ui/button.tsx"
import { Dialog } from "#components/ui/dialog.tsx"
import type { UsedBy } from "#lib/browser/used-by.ts"

/** Why a card can't be deleted yet. */
export function CardUsedDialog({ usedBy, onClose }: { usedBy: readonly UsedBy[] | null; onClose: () => void }) {
  return (
    <Dialog
      open={usedBy !== null}
      onOpenChange={onClose}
      width="small"
      title="This card is on a dashboard"
      description="Take it off these dashboards before you delete it."
      footer={<Button onClick={onClose}>Close</Button>}
    >
      <ul className="flex flex-col gap-1">
        {usedBy?.map(({ id, name }) => (
          <li key={id}>
            <Link href={`/dashboards/${id}`} className="text-accent-text hover:underline">
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </Dialog>
  )
}
