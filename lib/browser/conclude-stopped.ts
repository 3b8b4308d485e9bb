import { MAX_REMEMBERED_RESULTS } from "#lib/domain/chat-limits.ts"
import { checkFigures } from "#lib/domain/check-figures.ts"
import type { ChatUIMessage } from "./chat-message.ts"
import { textOf } from "./chat-transport.ts"
import { resultsIn } from "./results-in.ts"

/**
 * A conversation whose last answer the reader has stopped, with what the server keeps of such an answer: the check of
 * its figures, and that it was stopped. The server can no longer send it.
 */
export function concludeStopped(messages: readonly ChatUIMessage[]): ChatUIMessage[] {
  const [answer, before] = [messages.at(-1), messages.slice(0, -1)]
  if (answer?.role !== "assistant" || answer.parts.some(({ type }) => type === "data-check")) return [...messages]
  const own = resultsIn([answer])
  const texts = answer.parts.flatMap((part) => (part.type === "text" ? [part.text] : []))
  const check = checkFigures({
    texts,
    results: [...resultsIn(before), ...own].slice(-MAX_REMEMBERED_RESULTS),
    ownResults: own.length,
    question: textOf(before.findLast(({ role }) => role === "user")),
  })
  const parts: ChatUIMessage["parts"] = [
    ...answer.parts,
    ...(texts.some((text) => text.trim() !== "") ? [{ type: "data-check" as const, data: check }] : []),
    { type: "data-notice", data: { code: "stopped", message: "This answer was stopped." } },
  ]
  return [...before, { ...answer, parts }]
}
