import type { RenderEvent, RenderRequest } from "#lib/domain/job-contract.ts"
import type { JobQueue } from "../queue/job-queue.ts"
import { EventStream } from "./event-stream.ts"
import { runCard, type CardRunner } from "./run-card.ts"
import { shareGroups } from "./share-groups.ts"

let shareCount = 0

/**
 * Runs all cards of a dashboard in parallel, as far as there are slots, and gives each result as it comes; last
 * `{done: true}`. Throws AppError "unavailable" at once, before anything is given, when the queue has no room for all.
 */
export function renderCards(
  runner: CardRunner & { queue: JobQueue },
  request: RenderRequest,
  signal: AbortSignal,
): AsyncIterable<RenderEvent> {
  const tickets = runner.queue.admit(request, request.cards.length)
  const shares = shareGroups(request.cards, request.priority, () => `s${++shareCount}`)
  const events = new EventStream<RenderEvent>()
  const running = request.cards.map(async (card, index) => {
    const ticket = tickets[index]
    const share = shares[index] ?? null
    if (ticket) events.push({ key: card.key, result: await runCard(runner, { request, card, ticket, share, signal }) })
  })
  void Promise.all(running).then(() => {
    for (const share of new Set(shares)) if (share !== null) runner.sandbox.endShare(share)
    events.push({ done: true })
    events.end()
  })
  return events
}
