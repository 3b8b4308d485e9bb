"use client"

import { useQuery } from "@tanstack/react-query"
import { Check, Plus } from "lucide-react"
import { useState } from "react"
import { RelativeTime } from "#components/ui/relative-time.tsx"
import { Dialog } from "#components/ui/dialog.tsx"
import { EmptyState } from "#components/ui/empty-state.tsx"
import { ErrorState } from "#components/ui/error-state.tsx"
import { Input } from "#components/ui/input.tsx"
import { LinkButton } from "#components/ui/link-button.tsx"
import { Pending } from "#components/ui/pending.tsx"
import { request } from "#lib/browser/api.ts"
import { errorMessage } from "#lib/browser/error-message.ts"
import { pageOf } from "#lib/domain/api.ts"
import type { CardId } from "#lib/domain/ids.ts"
import { CardSummary } from "#lib/domain/summaries.ts"

const LIMIT = 200

type AddCardDialogProps = {
  placed: ReadonlySet<CardId>
  onAdd: (card: CardSummary) => void
  onClose: () => void
}

/** Finds cards and places them; stays open, since one rarely adds only one. */
export function AddCardDialog({ placed, onAdd, onClose }: AddCardDialogProps) {
  const [search, setSearch] = useState("")
  const cards = useQuery({
    queryKey: ["cards", "pick"],
    queryFn: async ({ signal }) => (await request(pageOf(CardSummary), `/api/cards?limit=${LIMIT}`, { signal })).data,
  })
  const wanted = search.trim().toLowerCase()
  const found = cards.data?.filter(({ name, description }) => `${name} ${description}`.toLowerCase().includes(wanted))
  return (
    <Dialog open onOpenChange={onClose} title="Add cards" className="flex flex-col gap-3 px-0">
      <div className="px-4">
        <Input
          autoFocus
          type="search"
          aria-label="Search cards"
          placeholder="Search cards"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
      </div>
      {cards.isPending && <Pending>Reading your cards…</Pending>}
      {cards.error && (
        <ErrorState
          title="The cards could not be read"
          description={errorMessage(cards.error)}
          onRetry={() => void cards.refetch()}
        />
      )}
      {found && found.length === 0 && (
        <EmptyState
          title={wanted === "" ? "No cards yet" : "No card matches"}
          description={
            wanted === ""
              ? "A card is a small piece of code that turns a dataset into something to look at."
              : undefined
          }
          actions={<LinkButton href="/cards/new">New card</LinkButton>}
        />
      )}
      {found && found.length > 0 && (
        <ul className="max-h-[50vh] min-h-0 overflow-y-auto px-2">
          {found.map((card) => (
            <li key={card.id}>
              <button
                type="button"
                onClick={() => onAdd(card)}
                className="flex min-h-10 w-full items-center gap-3 rounded-control px-2 py-1.5 text-left hover:bg-surface-hover pointer-coarse:min-h-11"
              >
                <span className="min-w-0 flex-1">
                  <span className="block truncate font-medium">{card.name}</span>
                  <span className="block truncate text-12 text-muted">
                    {card.description || (
                      <>
                        {card.ownerName}, changed <RelativeTime at={card.updatedAt} />
                      </>
                    )}
                  </span>
                </span>
                {placed.has(card.id) && (
                  <span className="flex shrink-0 items-center gap-1 text-12 text-muted">
                    <Check aria-hidden className="size-3.5" />
                    Placed
                  </span>
                )}
                <Plus aria-hidden className="size-4 shrink-0 text-muted" />
              </button>
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  )
}
