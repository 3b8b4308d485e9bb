import "server-only"
import type { ChartSpec } from "#lib/domain/chart.ts"
import type { QueryRunResult } from "#lib/domain/chat.ts"
import { MAX_RERUN_ROWS } from "#lib/domain/chat-limits.ts"
import type { QueryId } from "#lib/domain/ids.ts"
import type { CardError } from "#lib/domain/job-contract.ts"
import { notFound } from "../db/version-conflict.ts"
import { principalOf, type ChatAsker } from "./chat-asker.ts"
import { getQuery } from "./conversation-store.ts"
import { openScope } from "./open-scope.ts"
import { runLookup } from "./run-lookup.ts"

const MAX_CHARACTERS = 1_000_000

/**
 * Looks up again what an answer of the reader's own has cited: the data as they are now, the rights as they are now, the
 * filters as they were then.
 * @throws AppError not_found, validation_failed where the page's filters have changed since, unavailable.
 */
export async function runQueryAgain(
  { asker, queryId, chart }: { asker: ChatAsker; queryId: QueryId; chart: ChartSpec | undefined },
  signal: AbortSignal,
): Promise<QueryRunResult> {
  const query = await getQuery(principalOf(asker), queryId)
  if (!query) throw notFound("query")
  const scope = await openScope({ asker, subjectId: query.subjectId, values: query.filters })
  const bounds = { maxRows: MAX_RERUN_ROWS, maxCharacters: MAX_CHARACTERS }
  const outcome = await runLookup(query.lookup, { scope, asker, queryId, chart, ...bounds }, signal)
  if ("result" in outcome) return outcome
  const { code, message, hint } = outcome.failure
  const error: CardError = outcome.error ?? {
    code: "execution_failed",
    type: code,
    message,
    ...(hint !== undefined && { hint }),
  }
  return { result: null, error }
}
