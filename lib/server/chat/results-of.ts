import "server-only"
import type { ChatMessage } from "#lib/domain/chat.ts"
import type { CitableResult } from "#lib/domain/chat-tools.ts"
import { MAX_REMEMBERED_RESULTS } from "#lib/domain/chat-limits.ts"

/** What the answers of a conversation have looked up that a later figure may be cited by; the last of it. */
export function resultsOf(messages: readonly ChatMessage[]): CitableResult[] {
  const results = messages.flatMap(({ parts }) =>
    parts.flatMap((part): CitableResult[] => {
      if (!("output" in part) || !("kind" in part.output)) return []
      const { output } = part
      return output.kind === "sql" || output.kind === "values" || output.kind === "card" ? [output] : []
    }),
  )
  return results.slice(-MAX_REMEMBERED_RESULTS)
}
