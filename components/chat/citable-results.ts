import type { ChatUIMessage } from "#lib/browser/chat-message.ts"
import type { AnswerCheck } from "#lib/domain/chat.ts"
import { CitableResult } from "#lib/domain/chat-tools.ts"
import type { QueryId } from "#lib/domain/ids.ts"

/** Everything in a conversation that figures can be cited by. */
export type CitableResults = ReadonlyMap<QueryId, CitableResult>

export const citableResultsOf = (messages: readonly ChatUIMessage[]): CitableResults =>
  new Map(
    messages
      .flatMap(({ parts }) => parts)
      .flatMap((part) => ("output" in part && part.output !== undefined ? [CitableResult.safeParse(part.output)] : []))
      .flatMap((parsed) => (parsed.success ? [[parsed.data.queryId, parsed.data]] : [])),
  )

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
