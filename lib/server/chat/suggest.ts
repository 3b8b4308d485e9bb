import "server-only"
import type { ChatSuggestion } from "#lib/domain/chat.ts"
import { suggestQuestions } from "#lib/domain/suggest-questions.ts"
import { readProfiles } from "./describe-dataset.ts"
import { listScope } from "./list-scope.ts"
import { openScopeUnfiltered, type ChatReader } from "./open-scope.ts"

/** What could be asked here, made from cards and columns. @throws AppError not_found */
export async function suggest(reader: Omit<ChatReader, "values">): Promise<ChatSuggestion[]> {
  const scope = await openScopeUnfiltered(reader)
  const { cards } = listScope(scope)
  const [first] = scope.datasets
  const profiles = first && (await readProfiles(first))
  const columns = (first?.columns ?? []).map(({ name, type }) => ({
    name,
    type,
    distinctCount: profiles?.get(name)?.distinctCount ?? null,
  }))
  return suggestQuestions({ cards, columns }).map((text) => ({ text }))
}
