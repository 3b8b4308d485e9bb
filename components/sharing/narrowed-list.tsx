"use client"

import { useState, type ReactNode } from "react"
import { EmptyState } from "#components/ui/empty-state.tsx"
import { Input } from "#components/ui/input.tsx"
import type { UserId } from "#lib/domain/ids.ts"
import { OwnershipFilter } from "./ownership-filter.tsx"
import { belongsTo, type Ownership, type Reader } from "./ownership.ts"

type NarrowedListProps<Thing> = {
  things: readonly Thing[]
  /** What one of them is called: "card". */
  kind: string
  reader: Reader
  /** What a search looks through; it does not heed case. */
  textOf: (thing: Thing) => string
  placeholder?: string
  /** How what was searched for belongs to what would be found. */
  relation?: "is called" | "has to do with"
  /** A list is searched rather than read once there are so many. */
  searchFrom?: number
  children: (found: Thing[]) => ReactNode
}

/** A list that can be searched and, where some are others', narrowed to one's own or theirs. */
export function NarrowedList<Thing extends { ownerId: UserId }>({
  things,
  kind,
  reader,
  textOf,
  placeholder = `Search ${kind}s`,
  relation = "is called",
  searchFrom = 0,
  children,
}: NarrowedListProps<Thing>) {
  const [ownership, setOwnership] = useState<Ownership>("all")
  const [search, setSearch] = useState("")
  const wanted = search.trim().toLowerCase()
  const found = things
    .filter((thing) => belongsTo(ownership, thing, reader))
    .filter((thing) => textOf(thing).toLowerCase().includes(wanted))
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-2 empty:hidden">
        {things.length >= searchFrom && (
          <Input
            type="search"
            aria-label={`Search ${kind}s`}
            placeholder={placeholder}
            value={search}
            onChange={(event) => setSearch(event.target.value)}
            className="max-w-72"
          />
        )}
        {things.some(({ ownerId }) => ownerId !== reader.id) && (
          <OwnershipFilter reader={reader} value={ownership} onChange={setOwnership} />
        )}
      </div>
      {found.length === 0 ? (
        <EmptyState
          title={`No ${kind} matches`}
          description={wanted === "" ? undefined : `Nothing here ${relation} “${search}”.`}
        />
      ) : (
        children(found)
      )}
    </div>
  )
}
