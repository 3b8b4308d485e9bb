import "server-only"
import { AppError } from "#lib/domain/app-error.ts"
import { mayAskForToday } from "#lib/domain/describe-result.ts"
import type { CardJob, CardResult, JobPriority } from "#lib/domain/job-contract.ts"
import { dayIn } from "#lib/domain/relative-range.ts"
import { renderCards } from "../executor/executor-client.ts"
import { readRuntimeVersion } from "../executor/runtime-version.ts"
import { log } from "../log.ts"
import { countCardResult } from "../metrics.ts"
import { webEnv } from "../web-env.ts"
import { asTheySettle } from "./as-they-settle.ts"
import { resultKeyOf, type ResultKey } from "./result-key.ts"
import { keepResult, readPredecessor, readResult, recallResult } from "./result-store.ts"
import { SeatLeft, SharedRuns, type Seat } from "./shared-runs.ts"
import { isWithin, type StoredResult } from "./stored-result.ts"

/** A card to be shown to somebody whose right to it has been checked. */
export type WantedCard = {
  job: CardJob
  /** 0 = always run, for this reader alone. */
  maxAgeSeconds: number
  /** When the oldest data it reads was published. */
  asOf: string | null
}

export type CardsWanted = {
  cards: readonly WantedCard[]
  principal: string
  priority: JobPriority
  /** The workspace's date, `YYYY-MM-DD`. */
  today: string
  /** Whether a filter holds a date relative to `today`. */
  relativeDates: boolean
  /** Run, whatever is at hand; a run already under way will do. */
  refresh: boolean
  /** Give an earlier result first where the present one must be made. */
  stale: boolean
}

/** `key` is the job's. */
export type CardAnswer = { key: string } & (
  | { result: CardResult; ranAt: string; asOf: string | null; cached: boolean; stale: boolean }
  | { failure: unknown }
)

type Kept = {
  card: WantedCard
  /** null: to be run for this reader alone, and not kept. */
  key: ResultKey | null
  /** The same for cards that may share a run. */
  runKey: string
  stored: StoredResult | null
}
type Run = { result: CardResult; ranAt: string }

declare global {
  // Next may load this module more than once in a process; a run is to be shared all the same.
  var cardloomSharedRuns: SharedRuns<Run> | undefined
}
const sharedRuns = (): SharedRuns<Run> => (globalThis.cardloomSharedRuns ??= new SharedRuns())

/**
 * The results of cards in the order in which they are to be had: kept ones before any card is run, then, if asked for,
 * earlier ones, and each card's run. Every card gets one answer that is not stale. Ends early when `signal` aborts.
 */
export async function* answerCards(wanted: CardsWanted, signal: AbortSignal): AsyncGenerator<CardAnswer> {
  for await (const answer of answersTo(wanted, signal)) {
    countCardResult("failure" in answer ? "none" : answer.stale ? "earlier" : answer.cached ? "kept" : "run")
    yield answer
  }
}

/** A result this process holds, under which key, and as an answer. */
export type Recalled = {
  key: ResultKey
  stored: StoredResult
  /** When it is too old. */
  validUntilMs: number
  answer: CardAnswer
}

/** The cards' present results, if this process holds every one of them; null otherwise. */
export async function recallCards(
  wanted: Pick<CardsWanted, "cards" | "today" | "relativeDates">,
): Promise<Recalled[] | null> {
  const runtimeVersion = await readRuntimeVersion()
  const now = new Date()
  const recalled: Recalled[] = []
  for (const card of wanted.cards) {
    const key = keyOf(card, wanted, runtimeVersion)
    const stored = key && recallResult(key)
    if (!stored || !isWithin(card.maxAgeSeconds, stored, now)) return null
    const validUntilMs = Date.parse(stored.ranAt) + card.maxAgeSeconds * 1000
    recalled.push({ key, stored, validUntilMs, answer: fromStore(card, stored, { stale: false }) })
  }
  return recalled
}

async function* answersTo(wanted: CardsWanted, signal: AbortSignal): AsyncGenerator<CardAnswer> {
  const unanswered: Kept[] = []
  for await (const kept of findKept(wanted)) {
    if (kept.stored && isWithin(kept.card.maxAgeSeconds, kept.stored, new Date()))
      yield fromStore(kept.card, kept.stored, { stale: false })
    else unanswered.push(kept)
  }
  if (unanswered.length > 0 && !signal.aborted) yield* runAll(unanswered, wanted, signal)
}

async function* findKept(wanted: CardsWanted): AsyncGenerator<Kept> {
  const runtimeVersion = await readRuntimeVersion()
  const elsewhere: Promise<Kept>[] = []
  for (const card of wanted.cards) {
    const key = keyOf(card, wanted, runtimeVersion)
    const kept = { card, key, runKey: key?.exact ?? crypto.randomUUID(), stored: null }
    const stored = key && !wanted.refresh ? recallResult(key) : undefined
    if (stored) yield { ...kept, stored }
    else if (!key || wanted.refresh) yield kept
    else elsewhere.push(readResult(key).then((found) => ({ ...kept, stored: found })))
  }
  yield* asTheySettle(elsewhere)
}

function keyOf(
  { job, maxAgeSeconds }: WantedCard,
  { today, relativeDates }: Pick<CardsWanted, "today" | "relativeDates">,
  runtimeVersion: string | null,
): ResultKey | null {
  if (maxAgeSeconds === 0 || runtimeVersion === null) return null
  const timezone = webEnv().CARDLOOM_TIMEZONE
  // Filters reckon in the workspace's days; a card's own clock is UTC.
  const days = relativeDates || mayAskForToday(job.code) ? `${today} ${dayIn("UTC", new Date())}` : null
  return resultKeyOf(job, { timezone, runtimeVersion, today: days })
}

async function* runAll(
  unanswered: readonly Kept[],
  wanted: CardsWanted,
  signal: AbortSignal,
): AsyncGenerator<CardAnswer> {
  const byRunKey = new Map(unanswered.map((kept) => [kept.runKey, kept]))
  const seats = sharedRuns().join([...byRunKey.keys()], (missing, batchSignal) =>
    runBatch(
      missing.flatMap((runKey) => byRunKey.get(runKey) ?? []),
      wanted,
      batchSignal,
    ),
  )
  const leave = () => seats.forEach((seat) => seat.leave())
  signal.addEventListener("abort", leave)
  try {
    const seatByRunKey = new Map([...byRunKey.keys()].map((runKey, index) => [runKey, seats[index]]))
    const runs = unanswered.map(({ card, runKey }) => answerOf(card, seatByRunKey.get(runKey)))
    const earlier = wanted.stale && !wanted.refresh ? unanswered.map(findEarlier) : []
    const answered = new Set<string>()
    for await (const answer of asTheySettle([...runs, ...earlier])) {
      if (signal.aborted) return
      if (!answer || answered.has(answer.key)) continue
      yield answer
      if ("stale" in answer && answer.stale) continue
      answered.add(answer.key)
      if (answered.size === unanswered.length) return
    }
  } finally {
    signal.removeEventListener("abort", leave)
    leave()
  }
}

/** null when the reader has left. */
async function answerOf({ job, asOf }: WantedCard, seat: Seat<Run> | undefined): Promise<CardAnswer | null> {
  if (!seat) return null
  try {
    return { key: job.key, ...(await seat.arrived), asOf, cached: false, stale: false }
  } catch (failure) {
    return failure instanceof SeatLeft ? null : { key: job.key, failure }
  }
}

async function findEarlier({ card, key, stored }: Kept): Promise<CardAnswer | null> {
  const earlier = stored ?? (key && (await readPredecessor(key)))
  return earlier && fromStore(card, earlier, { stale: true })
}

const fromStore = ({ job }: WantedCard, { result, ranAt, asOf }: StoredResult, { stale }: { stale: boolean }) => ({
  key: job.key,
  result,
  ranAt,
  asOf,
  cached: true,
  stale,
})

/** Runs cards by one request to the executor; gives their results by run key, and keeps those that may be kept. */
async function* runBatch(
  runs: readonly Kept[],
  { principal, priority }: CardsWanted,
  signal: AbortSignal,
): AsyncGenerator<[string, Run]> {
  const byJobKey = new Map(runs.map((run) => [run.card.job.key, run]))
  const request = {
    requestId: crypto.randomUUID(),
    principal,
    priority,
    timezone: webEnv().CARDLOOM_TIMEZONE,
    cards: runs.map(({ card }) => card.job),
  }
  try {
    for await (const event of renderCards(request, signal)) {
      if ("done" in event) return
      const run = byJobKey.get(event.key)
      if (!run) continue
      const { error, ...result } = event.result
      const ranAt = new Date().toISOString()
      if (!error && run.key) keepResult(run.key, { ranAt, asOf: run.card.asOf, result })
      yield [run.runKey, { result: event.result, ranAt }]
    }
  } catch (error) {
    if (!signal.aborted && !(error instanceof AppError))
      log.error({ requestId: request.requestId, err: error }, "cards could not be run")
    throw error
  }
}
