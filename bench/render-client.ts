import { RenderEvent, type CardJob, type CardResult, type RenderRequest } from "#lib/domain/job-contract.ts"
import type { RunningExecutor } from "#tests/support/start-executor.ts"

/** Renders and throws unless every card has answered without an error. Gives the wall time and the results. */
export async function render(
  executor: RunningExecutor,
  cards: CardJob[],
  over: Partial<RenderRequest> = {},
): Promise<{ wallMs: number; results: CardResult[] }> {
  const request = { requestId: "bench", principal: "usr_bench", priority: "dashboard", timezone: "UTC", cards, ...over }
  const startedAt = performance.now()
  const response = await fetch(`${executor.url}/v1/render`, {
    method: "POST",
    headers: { authorization: `Bearer ${executor.token}`, "content-type": "application/json" },
    body: JSON.stringify(request),
  })
  const text = await response.text()
  const wallMs = performance.now() - startedAt
  if (!response.ok) throw new Error(`${response.status} ${text}`)
  const events = text
    .trimEnd()
    .split("\n")
    .map((line) => RenderEvent.parse(JSON.parse(line)))
  const results = events.flatMap((event) => ("result" in event ? [event.result] : []))
  const failed = results.find((result) => result.error !== undefined)
  if (failed || results.length !== cards.length) throw new Error(`a card failed: ${JSON.stringify(failed?.error)}`)
  return { wallMs, results }
}
