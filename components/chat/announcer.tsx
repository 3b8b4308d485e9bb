"use client"

import type { ChatUIMessage } from "#lib/browser/chat-message.ts"
import { textOf } from "#lib/browser/chat-transport.ts"
import { noticesOf, type Ask } from "#lib/browser/use-ask.ts"
import { checkOf } from "./citable-results.ts"
import { isStepRunning, isToolPart, stepWords } from "./step-words.ts"

type AnnouncerProps = { messages: readonly ChatUIMessage[]; status: Ask["status"] }

/** Tells screen readers what goes on: each step in a few words, the answer once and whole rather than as it trickles in. */
export function Announcer({ messages, status }: AnnouncerProps) {
  return (
    <p aria-live="polite" className="sr-only">
      {wordsFor(messages.at(-1), status)}
    </p>
  )
}

function wordsFor(last: ChatUIMessage | undefined, status: Ask["status"]): string {
  if (!last) return ""
  if (last.role === "user") return status === "idle" ? "" : "Asked. Waiting for the answer."
  if (status === "idle") {
    const unverified = checkOf(last)?.figures.filter(({ citationId }) => citationId === null).length ?? 0
    const notices = noticesOf(last).map(({ message }) => ` ${message}`)
    return `Answer: ${textOf(last)}${notices.join("")}${unverified > 0 ? ` Unverified numbers: ${unverified}.` : ""}`
  }
  const step = last.parts.findLast(isToolPart)
  return step && isStepRunning(step) ? `Looking up. ${stepWords(step)}` : "Answering."
}
