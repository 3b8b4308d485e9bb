"use client"

import { CircleAlert, RotateCw } from "lucide-react"
import type { ReactNode } from "react"
import { Button } from "./button.tsx"
import { classNames } from "./class-names.ts"

type ErrorStateProps = {
  /** "h1" where this is the whole page. */
  titleAs?: "p" | "h1" | "h2"
  /** What happened. */
  title: ReactNode
  /** What to do about it. */
  description?: ReactNode
  onRetry?: () => void
  retryLabel?: string
  retryPending?: boolean
  /** For whoever is asked for help: shown small, selectable. */
  requestId?: string | undefined
  actions?: ReactNode
  className?: string
}

export function ErrorState(props: ErrorStateProps) {
  const {
    titleAs: Title = "p",
    title,
    description,
    onRetry,
    retryLabel = "Try again",
    retryPending,
    requestId,
    actions,
    className,
  } = props
  return (
    <div
      role="alert"
      className={classNames("flex flex-col items-center justify-center gap-1 px-6 py-12 text-center", className)}
    >
      <CircleAlert aria-hidden className="mb-2 size-6 stroke-[1.5] text-negative" />
      <Title className="text-14 font-medium">{title}</Title>
      {description !== undefined && <div className="max-w-md text-13 text-pretty text-muted">{description}</div>}
      {(onRetry !== undefined || actions !== undefined) && (
        <div className="mt-3 flex flex-wrap justify-center gap-2">
          {onRetry !== undefined && (
            <Button onClick={onRetry} pending={retryPending}>
              <RotateCw aria-hidden />
              {retryLabel}
            </Button>
          )}
          {actions}
        </div>
      )}
      {requestId !== undefined && <p className="mt-3 text-11 text-muted">Request {requestId}</p>}
    </div>
  )
}
