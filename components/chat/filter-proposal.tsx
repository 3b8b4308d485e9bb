"use client"

import { Filter as FilterIcon } from "lucide-react"
import { Button } from "#components/ui/button.tsx"
import { notify } from "#components/ui/notify.ts"
import type { FilterProposal } from "#lib/domain/chat-tools.ts"
import type { AskSubject } from "./ask-context.ts"
import { proposedValues } from "./proposed-values.ts"

type FilterProposalProps = { proposal: FilterProposal; filters: AskSubject["filters"] }

/** Filter settings the model proposes. Only the reader's click sets them. */
export function FilterProposalView({ proposal, filters }: FilterProposalProps) {
  const values = filters && proposedValues(filters.definitions, proposal.filters)
  const fits = values !== undefined && Object.keys(values).length > 0
  const isSet =
    filters !== undefined &&
    fits &&
    Object.entries(values).every(([id, value]) => JSON.stringify(filters.sent[id]) === JSON.stringify(value))
  const apply = () => {
    if (!filters || !values) return
    const before = filters.sent
    filters.apply({ ...before, ...values })
    notify.undoable("The proposed filters are set", () => filters.apply(before))
  }
  return (
    <section aria-label="Proposed filters" className="flex flex-col gap-2 rounded-panel border p-3 text-12">
      <p className="flex items-center gap-1.5 font-medium">
        <FilterIcon aria-hidden className="size-3.5 text-muted" />
        Proposed filters
      </p>
      {proposal.reason && <p className="text-muted">{proposal.reason}</p>}
      <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-0.5 [&_dt]:text-muted">
        {proposal.settings.map(({ id, label, text }) => (
          <div key={id} className="contents">
            <dt>{label}</dt>
            <dd className="min-w-0 break-words">{text}</dd>
          </div>
        ))}
      </dl>
      {fits ? (
        <Button size="small" className="self-start" disabled={isSet} onClick={apply}>
          {isSet ? "Set" : "Set these filters"}
        </Button>
      ) : (
        <p className="text-muted">The filters here have changed since; there is nothing left to set.</p>
      )}
    </section>
  )
}
