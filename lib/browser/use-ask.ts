"use client"

import { useChat } from "@ai-sdk/react"
import { useMemo, useRef, useState } from "react"
import type { ChatNotice } from "#lib/domain/chat.ts"
import type { FilterValues } from "#lib/domain/filter.ts"
import type { ConversationId } from "#lib/domain/ids.ts"
import type { AskApi } from "./ask-api.ts"
import type { ChatUIMessage } from "./chat-message.ts"
import { concludeStopped } from "./conclude-stopped.ts"
import { chatProblemOf, type ChatProblem } from "./chat-problem.ts"
import { chatTransport, textOf } from "./chat-transport.ts"

/** Often enough to look fluent, seldom enough to leave the page responsive while long answers stream in. */
const REDRAW_MS = 80

export type Ask = {
  messages: readonly ChatUIMessage[]
  /** `waiting`: asked, nothing came yet. */
  status: "idle" | "waiting" | "answering"
  problem: ChatProblem | null
  ask: (question: string) => void
  /** The last question once more. */
  again: () => void
  stop: () => void
}

type AskOptions = {
  api: AskApi
  /** The page's present filter values. */
  filters: FilterValues
  conversation: { id: ConversationId; messages: ChatUIMessage[] }
  /** When an answer has ended, in whichever way. */
  onEnded: (answer: ChatUIMessage) => void
}

/** One conversation about the data. Another `conversation.id` takes its place, and stops what is under way. */
export function useAsk({ api: { path, headers }, filters, conversation, onEnded }: AskOptions): Ask {
  const transport = useMemo(() => chatTransport({ path, headers }), [path, headers])
  const [problem, setProblem] = useState<ChatProblem | null>(null)
  const chat = useChat<ChatUIMessage>({
    id: conversation.id,
    messages: conversation.messages,
    transport,
    throttle: REDRAW_MS,
    onError: (error) => setProblem(chatProblemOf(error, new Date())),
    onFinish: ({ message, isAbort, isError }) => {
      // The last event of an answer tells what it used: a stream without it was cut, however it looks to the browser.
      if (!isAbort && !isError && message.metadata?.usage === undefined) setProblem(cutOff())
      // Another conversation may have taken its place, which is what stopped it.
      if (isAbort) chat.setMessages((now) => (now.at(-1)?.id === message.id ? concludeStopped(now) : now))
      onEnded(message)
    },
  })
  const { messages, status, sendMessage, regenerate, setMessages, stop } = chat
  const options = { body: { filters } }
  const lastSent = useRef<"question" | "retry">("question")

  const ask = (question: string) => {
    setProblem(null)
    lastSent.current = "question"
    void sendMessage({ text: question, metadata: { createdAt: new Date().toISOString() } }, options)
  }
  const again = () => {
    const last = messages.findLast(({ role }) => role === "user")
    if (!last) return
    if (problem?.again === "resend" && lastSent.current === "question") {
      setMessages((now) => now.filter(({ id }) => id !== last.id))
      ask(textOf(last))
      return
    }
    setProblem(null)
    lastSent.current = "retry"
    void regenerate(options)
  }
  return {
    messages,
    status: status === "submitted" ? "waiting" : status === "streaming" ? "answering" : "idle",
    problem: status === "submitted" ? null : problem,
    ask,
    again,
    stop: () => void stop(),
  }
}

const cutOff = (): ChatProblem => chatProblemOf(new TypeError("network"), new Date())

/** What the platform says about an answer, if anything. */
export const noticesOf = ({ parts }: ChatUIMessage): ChatNotice[] =>
  parts.flatMap((part) => (part.type === "data-notice" ? [part.data] : []))
