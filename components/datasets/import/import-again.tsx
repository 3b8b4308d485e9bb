"use client"

import { RefreshCw } from "lucide-react"
import { useRouter } from "next/navigation"
import { useState } from "react"
import { Button, type ButtonVariant } from "#components/ui/button.tsx"
import { notify } from "#components/ui/notify.ts"
import { errorMessage } from "#lib/browser/error-message.ts"
import { importAgain } from "#lib/browser/start-import.ts"
import type { DatasetId } from "#lib/domain/ids.ts"

/** Imports the same S3 object once more, read as before; skipped by the server when it has not changed. */
export function ImportAgain({
  datasetId,
  disabled,
  variant = "secondary",
}: {
  datasetId: DatasetId
  disabled: boolean
  variant?: ButtonVariant
}) {
  const router = useRouter()
  const [pending, setPending] = useState(false)
  const again = async () => {
    setPending(true)
    try {
      await importAgain(datasetId)
      router.push(`/datasets/${datasetId}`)
      router.refresh()
    } catch (error) {
      notify.failed("The import could not be started", { description: errorMessage(error) })
    }
    setPending(false)
  }
  return (
    <Button variant={variant} pending={pending} disabled={disabled} onClick={() => void again()}>
      <RefreshCw aria-hidden />
      Import again
    </Button>
  )
}
