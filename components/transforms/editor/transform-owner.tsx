"use client"

import { z } from "zod"
import { TransferSection } from "#components/sharing/transfer-section.tsx"
import { notify } from "#components/ui/notify.ts"
import { request } from "#lib/browser/api.ts"
import { dataOf } from "#lib/domain/api.ts"
import type { UserId } from "#lib/domain/ids.ts"
import type { TransformDetail } from "#lib/domain/summaries.ts"

type TransformOwnerProps = { transform: TransformDetail; onHandedOn: () => void }

/** Whose rights a transform runs with, and the way to hand it on. */
export function TransformOwner({ transform, onHandedOn }: TransformOwnerProps) {
  const handOn = async (userId: UserId) => {
    await request(dataOf(z.object({ ownerId: z.string() })), `/api/transforms/${transform.id}/owner`, {
      body: { userId },
    })
    notify.done(`“${transform.name}” has another owner`)
    onHandedOn()
  }
  return (
    <div className="flex flex-col gap-2">
      <h2 className="text-13 font-semibold">Whose it is</h2>
      <p className="text-12 text-muted">
        It reads what its owner may use. Only its owner and admins see it; what it makes is shared as a dataset.
      </p>
      <TransferSection
        name={transform.name}
        ownerId={transform.ownerId}
        consequence={(newOwner) =>
          `${newOwner} will own this transform, and the dataset it makes unless that is somebody else's by now. It runs with ${newOwner}'s rights from then on. The owner until now may go on using the dataset, but no longer sees the transform.`
        }
        onTransfer={handOn}
      />
    </div>
  )
}
