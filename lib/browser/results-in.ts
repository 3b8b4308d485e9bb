import { CitableResult } from "#lib/domain/chat-tools.ts"
import type { ChatUIMessage } from "./chat-message.ts"

/** What the answers have looked up that figures can be cited by, in order. */
export const resultsIn = (messages: readonly ChatUIMessage[]): CitableResult[] =>
  messages
    .flatMap(({ parts }) => parts)
    .flatMap((part) => ("output" in part && part.output !== undefined ? [CitableResult.safeParse(part.output)] : []))
    .flatMap((parsed) => (parsed.success ? [parsed.data] : []))
