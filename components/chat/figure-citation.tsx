import type { ReactNode } from "react"
import type { Figure } from "#lib/domain/chat.ts"

type FigureCitationProps = { figure: Figure; onOpen: () => void; children: ReactNode }

/** A number in an answer: a way to the query it comes from, or marked as standing in none. */
export function FigureCitation({ figure, onOpen, children }: FigureCitationProps) {
  if (figure.citationId === null)
    return (
      <span
        title="This number stands in no result of this conversation."
        className="rounded-[3px] bg-warning-soft px-0.5 text-warning decoration-wavy underline-offset-2"
      >
        {children}
        <span className="ml-0.5 text-11 font-medium whitespace-nowrap">unverified</span>
      </span>
    )
  return (
    <button
      type="button"
      onClick={onOpen}
      className="rounded-[3px] font-medium tabular underline decoration-accent decoration-dotted underline-offset-3 hover:bg-accent-soft"
    >
      {children}
      <sup className="ml-px text-[0.65em] text-accent-text no-underline">
        <span className="sr-only"> source </span>
        {figure.citationId}
      </sup>
    </button>
  )
}
