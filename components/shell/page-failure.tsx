"use client"

import { ErrorState } from "#components/ui/error-state.tsx"

type PageFailureProps = { error: Error & { digest?: string }; reset: () => void }

/** For whatever a page did not expect. Its own message is for logs, not readers. */
export function PageFailure({ error, reset }: PageFailureProps) {
  return (
    <ErrorState
      titleAs="h1"
      className="flex-1"
      title="This page could not be shown"
      description="Something failed that shouldn't have. Try again; if it stays, tell whoever runs this Cardloom, with the number below if there is one."
      onRetry={reset}
      requestId={error.digest}
    />
  )
}
