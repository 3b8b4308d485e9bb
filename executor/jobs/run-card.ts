import { AppError } from "#lib/domain/app-error.ts"
import { CardResult, CardTimings, type CardError, type CardJob, type RenderRequest } from "#lib/domain/job-contract.ts"
import type { Log } from "../log.ts"
import type { Metrics } from "../metrics.ts"
import type { Ticket } from "../queue/job-queue.ts"
import type { SandboxOutcome } from "../sandbox/messages.ts"
import type { Place } from "../sandbox/place.ts"
import type { Sandbox } from "../sandbox/sandbox.ts"
import { errorOfOutcome, errorOfSlice, memoryError, type CardLimits } from "./card-error.ts"
import type { Lease } from "./shared-cache.ts"
import { SliceFailed } from "./slice-failed.ts"
import type { Slice, SliceStore } from "./slice-store.ts"

/** What surrounds the display in an answer: stdout, warnings and JSON's own marks. */
const ENVELOPE_BYTES = 1024 ** 2
const MAX_RERUNS = 8

/** A card's answer as the sealed process gives it: it knows nothing of queue, slices and start. */
const SealedCardResult = CardResult.extend({
  timings: CardTimings.pick({ loadMs: true, userMs: true, serialiseMs: true }),
})

export type CardRunner = { sandbox: Sandbox; slices: SliceStore; limits: CardLimits; log: Log; metrics: Metrics }
/** `share`: the trust domain within this render, see share-groups.ts. */
type Run = { request: RenderRequest; card: CardJob; ticket: Ticket; share: string | null; signal: AbortSignal }

/** Runs one card in a sealed process. Never rejects: whatever goes wrong is a result with an error. */
export async function runCard(runner: CardRunner, run: Run): Promise<CardResult> {
  const clock = new CardClock()
  let data: Lease<Slice[]> | null = null
  let outcome: SandboxOutcome | null = null
  let result: CardResult
  let leave = () => {}
  try {
    const { place, release } = await runner.sandbox.enter()
    leave = release
    data = await clock.slicing(runner.slices.lease(run.card.inputs, place))
    outcome = await runInSlot(runner, run, place, data.value, clock)
    result = resultOf(outcome, runner.limits, data.value, clock)
  } catch (error) {
    result = emptyResult(errorOf(error, run.signal, runner), data?.value ?? [], clock)
  } finally {
    run.ticket.release()
    data?.release()
    leave()
  }
  // The reader need not wait for what is written down.
  setImmediate(() => record(runner, run, result, outcome))
  return result
}

/** The answer as soon as it is there; the slot is kept until its process is free. */
async function runInSlot(
  runner: CardRunner,
  run: Run,
  place: Place,
  slices: Slice[],
  clock: CardClock,
): Promise<SandboxOutcome> {
  const answered = Promise.withResolvers<SandboxOutcome>()
  clock.queue()
  const slot = run.ticket.run(async () => {
    clock.start()
    const job = sandboxJob(run, slices, runner.limits)
    let running = place.run(run.share === null ? job : { ...job, share: run.share }, { signal: run.signal })
    let outcome = await running.outcome
    for (let reruns = 0; mayRunAgain(outcome, reruns) && !run.signal.aborted; reruns += 1) {
      await running.ended
      running = place.run(job, { signal: run.signal })
      outcome = await running.outcome
    }
    answered.resolve(outcome)
    await running.ended
  }, run.signal)
  slot.catch(answered.reject)
  return answered.promise
}

/**
 * Whoever kills one prepared process from outside often kills several: a card can meet each of them before it begins,
 * as it dies ("killed") or when it has ("crashed").
 */
const mayRunAgain = (outcome: SandboxOutcome, reruns: number): boolean =>
  reruns === 0
    ? mayBeAnothersFault(outcome)
    : reruns < MAX_RERUNS &&
      !outcome.ok &&
      !outcome.started &&
      (outcome.reason === "killed" || outcome.reason === "crashed")

/**
 * A card that failed where another had run before is run once more in a process of its own: no honest card is lost to
 * what its neighbour did. After a timeout only if it never began: else it had all of its time.
 */
function mayBeAnothersFault(outcome: SandboxOutcome): boolean {
  if (outcome.ok) return outcome.reused && SealedCardResult.safeParse(outcome.result).data?.error !== undefined
  switch (outcome.reason) {
    case "timeout":
    case "killed":
      return !outcome.started
    case "crashed":
    case "out_of_memory":
    case "answer_too_large":
    case "malformed":
    case "silent":
    case "failed":
      return outcome.reused || !outcome.started
    default:
      return false
  }
}

function sandboxJob({ request, card }: Run, slices: Slice[], limits: CardLimits) {
  return {
    kind: "card" as const,
    deadlineMs: limits.timeoutMs,
    memoryBytes: limits.memoryBytes,
    files: slices.flatMap((slice) => slice.files.map((id) => ({ kind: "slice" as const, id }))),
    body: {
      ...card,
      parts: slices.map((slice) => slice.files.length),
      timezone: request.timezone,
      limits: { outputBytes: limits.outputBytes, memoryBytes: limits.memoryBytes },
    },
    answerBytes: limits.outputBytes + ENVELOPE_BYTES,
  }
}

function resultOf(outcome: SandboxOutcome, limits: CardLimits, slices: Slice[], clock: CardClock): CardResult {
  if (!outcome.ok) return emptyResult(errorOfOutcome(outcome, limits), slices, clock, outcome)
  const parsed = SealedCardResult.safeParse(outcome.result)
  if (!parsed.success)
    return emptyResult(errorOfOutcome({ ...outcome, ok: false, reason: "malformed" }, limits), slices, clock, outcome)
  const { error, ...rest } = parsed.data
  return {
    ...rest,
    ...(error && { error: error.code === "memory_limit" ? { ...error, ...memoryError(limits) } : error }),
    ...rowsOf(slices),
    timings: clock.timings(outcome, parsed.data.timings),
  }
}

function emptyResult(error: CardError, slices: Slice[], clock: CardClock, outcome?: SandboxOutcome): CardResult {
  return { error, stdout: "", warnings: [], ...rowsOf(slices), timings: clock.timings(outcome) }
}

function rowsOf(slices: Slice[]) {
  let inputRows = 0
  let filteredRows = 0
  for (const slice of slices) {
    inputRows += slice.inputRows
    filteredRows += slice.filteredRows
  }
  return { inputRows, filteredRows }
}

function errorOf(error: unknown, signal: AbortSignal, runner: CardRunner): CardError {
  if (signal.aborted) return { code: "cancelled", type: "Cancelled", message: "This run was cancelled." }
  if (error instanceof SliceFailed) return errorOfSlice(error, runner.limits)
  if (error instanceof AppError && error.code === "unavailable")
    return { code: "execution_failed", type: "Unavailable", message: error.message, retryable: true }
  if (error instanceof AppError && error.code === "not_found")
    return { code: "execution_failed", type: "DatasetMissing", message: "The data this card reads is no longer there." }
  runner.log.error({ err: error }, "a card could not be run")
  return {
    code: "execution_failed",
    type: "InternalError",
    message: "The platform failed to run this card. The operator's log says why.",
    retryable: true,
  }
}

function record(runner: CardRunner, { request, card }: Run, result: CardResult, outcome: SandboxOutcome | null): void {
  const exit = outcome?.ok === false ? outcome : null
  const ended = result.error?.code ?? "ok"
  const { queueMs, sliceMs, startMs, loadMs, userMs, serialiseMs, totalMs } = result.timings
  const answerBytes = outcome?.answerBytes ?? 0
  runner.metrics.jobFinished("card", ended, totalMs)
  const stages = { queue: queueMs, slice: sliceMs, start: startMs, load: loadMs, user: userMs, serialise: serialiseMs }
  runner.metrics.jobSpent("card", stages, answerBytes)
  runner.log.info(
    {
      requestId: request.requestId,
      principal: request.principal,
      key: card.key,
      outcome: ended,
      answerBytes,
      reused: outcome?.reused ?? false,
      ...(exit && { reason: exit.reason, exit: exit.exit }),
      ...(exit?.failure && { failure: exit.failure.message }),
      inputRows: result.inputRows,
      filteredRows: result.filteredRows,
      ...result.timings,
    },
    "card",
  )
}

/** Where a card's time went. */
class CardClock {
  private readonly bornAt = performance.now()
  private sliceMs = 0
  private queuedAt: number | null = null
  private startedAt: number | null = null

  async slicing<T>(work: Promise<T>): Promise<T> {
    try {
      return await work
    } finally {
      this.sliceMs = performance.now() - this.bornAt
    }
  }

  queue(): void {
    this.queuedAt = performance.now()
  }

  start(): void {
    this.startedAt = performance.now()
  }

  timings(outcome?: SandboxOutcome, inside = { loadMs: 0, userMs: 0, serialiseMs: 0 }): CardTimings {
    const now = performance.now()
    const queueMs = this.queuedAt === null ? 0 : (this.startedAt ?? now) - this.queuedAt
    const all = {
      queueMs,
      sliceMs: this.sliceMs,
      startMs: outcome?.startMs ?? 0,
      ...inside,
      totalMs: now - this.bornAt,
    }
    const rounded = Object.entries(all).map(([name, ms]) => [name, Math.round(ms * 100) / 100])
    return CardTimings.parse(Object.fromEntries(rounded))
  }
}
