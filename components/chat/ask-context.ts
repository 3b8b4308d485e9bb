"use client"

import { createContext, type RefObject, use } from "react"
import type { AskApi } from "#lib/browser/ask-api.ts"
import type { ChatSubjectId } from "#lib/domain/chat.ts"
import type { Filter, FilterId, FilterValue } from "#lib/domain/filter.ts"

/** What is asked about: a page with data on it, as it stands. */
export type AskSubject = (PersonsSubject | LinkSubject) & {
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

/** Of somebody with an account, who keeps conversations and may make cards of answers. */
type PersonsSubject = { kind: "dashboard" | "dataset"; id: ChatSubjectId }
/** Of a public link's reader. `path` is where one asks. */
type LinkSubject = { kind: "link" } & Pick<AskApi, "path" | "headers">

export const askApiOf = (subject: AskSubject): AskApi =>
  subject.kind === "link"
    ? { path: subject.path, queriesPath: `${subject.path}/queries`, headers: subject.headers }
    : { path: `/api/${subject.kind}s/${subject.id}/chat`, queriesPath: "/api/chat/queries" }

/** The panel, for whatever opens and closes it; null where there is nothing to ask about. */
export const AskContext = createContext<{
  isOpen: boolean
  toggle: () => void
  /** Where the focus goes when the panel closes, if it came from nowhere. */
  buttonRef: RefObject<HTMLButtonElement | null>
} | null>(null)

export const useAskPanel = () => use(AskContext)
