"use client"

import { type ReactNode, useEffect, useRef } from "react"
import { Spinner } from "#components/ui/spinner.tsx"
import type { ChatUIMessage } from "#lib/browser/chat-message.ts"
import type { ChatProblem } from "#lib/browser/chat-problem.ts"
import { textOf } from "#lib/browser/chat-transport.ts"
import type { Ask } from "#lib/browser/use-ask.ts"
import { Answer } from "./answer.tsx"
import type { AskSubject } from "./ask-context.ts"
import { AskProblem } from "./ask-problem.tsx"
import type { CitableResults } from "./citable-results.ts"
import type { OpenedQuery } from "./query-dialog.tsx"

type MessagesProps = {
  messages: readonly ChatUIMessage[]
  status: Ask["status"]
  problem: ChatProblem | null
  results: CitableResults
  subject: AskSubject
  onOpen: (opened: OpenedQuery) => void
  onAgain: () => void
  /** Shown before the first question. */
  empty: ReactNode
}

/** Nearer to the end than this counts as being there. */
const AT_END_PX = 48

/** A conversation. It keeps its end in view while one is there, and lets one read in peace elsewhere. */
export function Messages(props: MessagesProps) {
  const { messages, status, problem, results, subject, onOpen, onAgain, empty } = props
  const scroller = useRef<HTMLDivElement>(null)
  const isAtEnd = useRef(true)
  useEffect(() => {
    const box = scroller.current
    if (!box || !isAtEnd.current) return
    box.scrollTop = box.scrollHeight
  }, [messages, status, problem])

  const last = messages.at(-1)
  return (
    <div
      ref={scroller}
      role="log"
      aria-label="Conversation"
      aria-live="off"
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
      tabIndex={0}
      onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
        isAtEnd.current = scrollHeight - scrollTop - clientHeight < AT_END_PX
      }}
      className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto overscroll-contain p-3 focus-visible:outline-offset-[-2px]"
    >
      {messages.length === 0 && empty}
      {messages.map((message) =>
        message.role === "user" ? (
          <p
            key={message.id}
            className="ml-8 self-end rounded-panel bg-surface-active px-3 py-2 break-words whitespace-pre-wrap"
          >
            <span className="sr-only">You asked: </span>
            {textOf(message)}
          </p>
        ) : (
          <Answer
            key={message.id}
            answer={message}
            isLive={message === last && status !== "idle"}
            results={results}
            subject={subject}
            onOpen={onOpen}
            onAgain={message === last && status === "idle" && problem === null ? onAgain : null}
          />
        ),
      )}
      {status === "waiting" && (
        <p className="flex items-center gap-2 text-12 text-muted">
          <Spinner className="size-3.5" />
          Thinking about it…
        </p>
      )}
      {problem && status === "idle" && <AskProblem problem={problem} onAgain={onAgain} />}
    </div>
  )
}
