"use client"

import { Check, ChevronRight, CircleAlert } from "lucide-react"
import { Spinner } from "#components/ui/spinner.tsx"
import { CitableResult } from "#lib/domain/chat-tools.ts"
import type { QueryId } from "#lib/domain/ids.ts"
import { isStepRunning, stepFailure, stepWords, type ToolPart } from "./step-words.ts"

type AnswerStepsProps = {
  steps: readonly ToolPart[]
  /** While more may come they are all shown; later on demand. */
  isLive: boolean
  onOpen: (queryId: QueryId) => void
}

/** What the model looked up for an answer, step by step. */
export function AnswerSteps({ steps, isLive, onOpen }: AnswerStepsProps) {
  const list = (
    <ol aria-label="Looked up" className="flex flex-col gap-0.5 text-12">
      {steps.map((step) => (
        <li key={step.toolCallId} className="min-w-0">
          <Step step={step} isLive={isLive} onOpen={onOpen} />
        </li>
      ))}
    </ol>
  )
  if (isLive) return list
  return (
    <details className="group text-12">
      <summary className="touch-target inline-flex list-none items-center gap-1 rounded-control text-muted hover:text-ink [&::-webkit-details-marker]:hidden">
        <ChevronRight aria-hidden className="size-3.5 transition-transform group-open:rotate-90" />
        {steps.length === 1 ? "Looked up once" : `Looked up ${steps.length} times`}
      </summary>
      <div className="mt-1">{list}</div>
    </details>
  )
}

function Step({ step, isLive, onOpen }: { step: ToolPart; isLive: boolean; onOpen: (queryId: QueryId) => void }) {
  const words = stepWords(step)
  const failure = stepFailure(step)
  const result = step.state === "output-available" ? CitableResult.safeParse(step.output) : null
  // A step that never came back, in an answer that has ended.
  const isLost = isStepRunning(step) && !isLive
  return (
    <div className="flex items-start gap-1.5 px-1 text-muted">
      <span className="mt-0.5 [&_svg]:size-3">
        {failure !== null || isLost ? (
          <CircleAlert aria-hidden className="text-warning" />
        ) : isStepRunning(step) ? (
          <Spinner />
        ) : (
          <Check aria-hidden className="text-positive" />
        )}
      </span>
      <span className="min-w-0 break-words">
        {result?.success ? (
          <button
            type="button"
            onClick={() => onOpen(result.data.queryId)}
            className="text-left underline decoration-dotted underline-offset-2 hover:text-ink"
          >
            {words}
          </button>
        ) : (
          words
        )}
        {isStepRunning(step) && isLive && "…"}
        {failure !== null && <span className="text-warning"> – {failure}</span>}
        {isLost && <span className="text-warning"> – broke off</span>}
      </span>
    </div>
  )
}
