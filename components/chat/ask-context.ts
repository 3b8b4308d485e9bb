"use client"

import { createContext, type RefObject, use } from "react"
import type { ChatSubjectId } from "#lib/domain/chat.ts"
import type { Filter, FilterId, FilterValue } from "#lib/domain/filter.ts"

/** What is asked about: a page with data on it, as it stands. */
export type AskSubject = {
  kind: "dashboard" | "dataset"
  id: ChatSubjectId
  name: string
  /** Absent where nothing can be filtered. */
  filters?: {
    definitions: readonly Filter[]
    /** As requests send them. */
    sent: Readonly<Record<FilterId, FilterValue | null>>
    /** Sets every filter at once: those that `values` says nothing of to their defaults. */
    apply: (values: Readonly<Record<FilterId, FilterValue | null>>) => void
  }
}

/** Where one asks: POST; suggestions are below it. */
export const askPathOf = ({ kind, id }: AskSubject): string => `/api/${kind}s/${id}/chat`

/** The panel, for whatever opens and closes it; null where there is nothing to ask about. */
export const AskContext = createContext<{
  isOpen: boolean
  toggle: () => void
  /** Where the focus goes when the panel closes, if it came from nowhere. */
  buttonRef: RefObject<HTMLButtonElement | null>
} | null>(null)

export const useAskPanel = () => use(AskContext)
