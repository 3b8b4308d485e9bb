"use client"

import { useRouter } from "next/navigation"
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx"
import { notify } from "#components/ui/notify.ts"
import { ApiError, request } from "#lib/browser/api.ts"
import { errorMessage } from "#lib/browser/error-message.ts"
import { useLocale } from "#lib/browser/use-locale.ts"
import { readDataset, restoreDataVersion } from "#lib/domain/endpoints/datasets.ts"
import type { Dataset, DataVersion } from "#lib/domain/dataset.ts"

type RestoreDialogProps = { dataset: Dataset; version: DataVersion; onClose: () => void }

/** Asks before an old version becomes the current one. It comes back as a new version, so this too can be undone. */
export function RestoreDialog({ dataset, version, onClose }: RestoreDialogProps) {
  const router = useRouter()
  const locale = useLocale()
  const restore = async () => {
    await restoreVersion(dataset, version.number)
    notify.done(`Version ${version.number} is current again`)
    router.push(`/datasets/${dataset.id}?tab=versions`)
    router.refresh()
  }
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={`Restore version ${version.number}?`}
      description={`Its ${version.rowCount.toLocaleString(locale)} rows become the current data, as a new version. The data there is now stays among the versions.`}
      confirmLabel="Restore"
      onConfirm={restore}
      errorMessage={errorMessage}
    />
  )
}

/** A description that was changed meanwhile is no reason not to restore; other data is. */
async function restoreVersion(dataset: Dataset, number: number): Promise<void> {
  const send = (version: number) =>
    request(restoreDataVersion.response, `/api/datasets/${dataset.id}/versions/${number}/restore`, {
      method: "POST",
      ifMatch: version,
    })
  try {
    await send(dataset.version)
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== "version_conflict") throw error
    const { data: current } = await request(readDataset.response, `/api/datasets/${dataset.id}`)
    if (current.dataVersion?.number !== dataset.dataVersion?.number) throw error
    await send(current.version)
  }
}
