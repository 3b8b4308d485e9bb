"use client"

import { useRouter } from "next/navigation"
import { useTransition } from "react"
import { ErrorState } from "#components/ui/error-state.tsx"

export function PreviewFailed({ message }: { message: string }) {
  const router = useRouter()
  const [pending, startTransition] = useTransition()
  return (
    <ErrorState
      title="The first rows can't be shown now"
      description={message}
      onRetry={() => startTransition(() => router.refresh())}
      retryPending={pending}
      className="rounded-panel border"
    />
  )
}
