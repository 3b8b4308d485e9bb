import type { ChatUIMessage } from "#lib/browser/chat-message.ts"
import { resultsIn } from "#lib/browser/results-in.ts"
import type { AnswerCheck } from "#lib/domain/chat.ts"
import type { CitableResult } from "#lib/domain/chat-tools.ts"
import type { QueryId } from "#lib/domain/ids.ts"

/** Everything in a conversation that figures can be cited by. */
export type CitableResults = ReadonlyMap<QueryId, CitableResult>

export const citableResultsOf = (messages: readonly ChatUIMessage[]): CitableResults =>
  new Map(resultsIn(messages).map((result) => [result.queryId, result]))

/** What the platform found about an answer's figures; null while it streams, and for an answer that broke off. */
export const checkOf = (answer: ChatUIMessage): AnswerCheck | null =>
  answer.parts.findLast((part) => part.type === "data-check")?.data ?? null

/** What a result is, in a few words. */
export function resultTitle(result: CitableResult): string {
  switch (result.kind) {
    case "sql":
      return result.purpose || "Query"
    case "values":
      return `Values of ${result.column}`
    case "card":
      return `Card “${result.name}”`
  }
}
