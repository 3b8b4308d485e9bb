import { CircleAlert } from "lucide-react"
import type { ReactNode } from "react"
import { Badge } from "#components/ui/badge.tsx"
import type { Failure } from "./import-failure-of.ts"

/** Why a file was refused: what is wrong, on which line, what to do. */
export function ImportFailure({ failure, actions }: { failure: Failure; actions?: ReactNode }) {
  return (
    <div role="alert" className="flex gap-3 rounded-panel border border-negative/40 bg-negative-soft p-4">
      <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-negative" />
      <div className="min-w-0 flex-1">
        <p className="font-medium break-words">
          {failure.message}{" "}
          {failure.line !== undefined && !failure.message.includes(`ine ${failure.line}`) && (
            <Badge tone="negative">line {failure.line}</Badge>
          )}{" "}
          {failure.column !== undefined && !failure.message.includes(failure.column) && (
            <Badge tone="negative">column {failure.column}</Badge>
          )}
        </p>
        <p className="mt-0.5 text-muted">{failure.advice}</p>
        {actions !== undefined && actions !== false && <div className="mt-3 flex flex-wrap gap-2">{actions}</div>}
      </div>
    </div>
  )
}
