import "server-only"
import { z } from "zod"
import type { Page } from "#lib/domain/api.ts"
import { AppError } from "#lib/domain/app-error.ts"
import { DataVersion } from "#lib/domain/dataset.ts"
import type { DatasetId, RunId, UserId } from "#lib/domain/ids.ts"
import { JsonObject } from "#lib/domain/json.ts"
import {
  ENDED_STATUSES,
  hasEnded,
  Run,
  type RunError,
  type RunProgress,
  type RunReview,
  type RunStatus,
} from "#lib/domain/run.ts"
import { deleteEvery, getEvery } from "../db/batch.ts"
import { perDatabase } from "../db/client.ts"
import { inOrderOf } from "../db/in-order-of.ts"
import { checkItemSize } from "../db/item-size.ts"
import { readAll, readPage, type PageRequest } from "../db/page.ts"
import { runEntity } from "./run.entity.ts"

const runs = perDatabase(runEntity)

/** What a run has made and a person has yet to publish, and the number of the version it was compared with. */
export const Candidate = z.object({
  dataVersion: DataVersion.omit({ number: true, publishedAt: true }),
  expectedDataVersionNumber: z.int().positive(),
})
export type Candidate = z.infer<typeof Candidate>

/** A run with what its driver needs. `leaseUntil` is an ISO time; `attempt` counts the claims. */
export const StoredRun = Run.extend({
  request: JsonObject,
  attempt: z.int().nonnegative(),
  leaseOwner: z.string().nullable().default(null),
  leaseUntil: z.iso.datetime().nullable().default(null),
  cancelRequested: z.boolean(),
  candidate: Candidate.nullish(),
})
export type StoredRun = z.infer<typeof StoredRun>

export type NewRun = Run &
  Pick<StoredRun, "request"> &
  Partial<Pick<StoredRun, "attempt" | "leaseOwner" | "leaseUntil">>

const UNFINISHED = "yes"
const AWAITING = "awaiting"
// Typed as the database knows them.
const ENDED: readonly string[] = ENDED_STATUSES

/** A new run as it is stored: for writing it along with other things. */
export function runItem(run: NewRun) {
  const { leaseOwner, leaseUntil, attempt, ...rest } = run
  // Conditions ask whether an attribute exists, so null is stored as absence.
  return {
    ...rest,
    attempt: attempt ?? 0,
    error: run.error ?? undefined,
    review: run.review ?? undefined,
    outcome: run.outcome ?? undefined,
    confirmBy: run.confirmBy ?? undefined,
    datasetId: run.datasetId ?? undefined,
    transformId: run.transformId ?? undefined,
    transformVersion: run.transformVersion ?? undefined,
    cause: run.cause ?? undefined,
    inputVersions: run.inputVersions ?? undefined,
    inputRows: run.inputRows ?? undefined,
    outputRows: run.outputRows ?? undefined,
    peakMemoryBytes: run.peakMemoryBytes ?? undefined,
    startedAt: run.startedAt ?? undefined,
    finishedAt: run.finishedAt ?? undefined,
    leaseOwner: leaseOwner ?? undefined,
    leaseUntil: leaseUntil ?? undefined,
    cancelRequested: false,
    unfinished: hasEnded(run.status) ? undefined : UNFINISHED,
  }
}

/** Stores a new run, held by `leaseOwner` if it names one. */
export async function createRun(run: NewRun): Promise<StoredRun> {
  const item = runItem(run)
  const { rejected } = await runs().create(item).go({ returnOnConditionCheckFailure: true })
  if (rejected) throw new AppError("conflict", "There is a run with this id already.")
  return StoredRun.parse(item)
}

export async function getRun(id: RunId): Promise<StoredRun | null> {
  const { data } = await runs().get({ id }).go({ consistent: true })
  return data && StoredRun.parse(data)
}

/** Those that exist, in the order of `ids`. */
export async function getRuns(ids: readonly RunId[]): Promise<StoredRun[]> {
  const items = await getEvery(ids, (some) =>
    runs()
      .get(some.map((id) => ({ id })))
      .go({ consistent: true }),
  )
  return inOrderOf(
    ids,
    items.map((item) => StoredRun.parse(item)),
  )
}

/** Removes the records of runs for good; that they have ended is the caller's to know. */
export async function deleteRuns(ids: readonly RunId[]): Promise<void> {
  await deleteEvery(ids, (some) =>
    runs()
      .delete(some.map((id) => ({ id })))
      .go(),
  )
}

/**
 * Takes a run that nobody holds, or whose holder has not been heard of since its lease ended. Of any number who try,
 * one gets it; the others, and whoever asks for a run that has ended or waits for a person, get null.
 */
export async function claimRun(
  id: RunId,
  { owner, leaseMs, nowMs }: { owner: string; leaseMs: number; nowMs: number },
): Promise<StoredRun | null> {
  const now = new Date(nowMs).toISOString()
  const { data } = await runs()
    .patch({ id })
    .set({ status: "running", leaseOwner: owner, leaseUntil: new Date(nowMs + leaseMs).toISOString() })
    .remove(["error"])
    .data(({ startedAt }, { ifNotExists }) => ifNotExists(startedAt, now))
    .add({ attempt: 1 })
    .where(
      ({ status, leaseUntil }, { eq, notExists, lte }) =>
        `(${eq(status, "queued")} OR ${eq(status, "running")}) AND (${notExists(leaseUntil)} OR ${lte(leaseUntil, now)})`,
    )
    .go({ response: "all_new", returnOnConditionCheckFailure: true })
  return data ? StoredRun.parse(data) : null
}

/**
 * Keeps `owner`'s lease until `leaseUntil` (ISO) and notes the progress. false: stop working, because the run has
 * ended, is to be cancelled, or is somebody else's by now.
 */
export async function heartbeatRun(
  id: RunId,
  owner: string,
  { leaseUntil, progress }: { leaseUntil: string; progress?: RunProgress | undefined },
): Promise<boolean> {
  const { rejected } = await runs()
    .patch({ id })
    .set({ leaseUntil, ...(progress && { progress }) })
    .where(
      ({ status, leaseOwner, cancelRequested }, { eq }) =>
        `${eq(leaseOwner, owner)} AND ${eq(cancelRequested, false)} AND (${eq(status, "queued")} OR ${eq(status, "running")})`,
    )
    .go({ returnOnConditionCheckFailure: true })
  return !rejected
}

/** Notes what a transform's run reads, so that whoever takes it over reads the same. false when `owner` does not hold it. */
export async function noteInputs(
  id: RunId,
  owner: string,
  inputVersions: NonNullable<Run["inputVersions"]>,
): Promise<boolean> {
  const { rejected } = await runs()
    .patch({ id })
    .set({ inputVersions })
    .where(({ status, leaseOwner }, { eq }) => `${eq(status, "running")} AND ${eq(leaseOwner, owner)}`)
    .go({ returnOnConditionCheckFailure: true })
  return !rejected
}

/**
 * Lets go of a run that failed by no fault of its author's, to be begun again by whoever comes after `until` (ISO).
 * false when `owner` does not hold it any more, or it is to be cancelled.
 */
export async function postponeRun(
  id: RunId,
  owner: string,
  { until, error }: { until: string; error: RunError },
): Promise<boolean> {
  const { rejected } = await runs()
    .patch({ id })
    .set({ status: "queued", leaseUntil: until, error, progress: { stage: "queued", done: 0, total: 0 } })
    .remove(["leaseOwner"])
    .where(
      ({ status, leaseOwner, cancelRequested }, { eq }) =>
        `${eq(status, "running")} AND ${eq(leaseOwner, owner)} AND ${eq(cancelRequested, false)}`,
    )
    .go({ returnOnConditionCheckFailure: true })
  return !rejected
}

/**
 * Lets go of a run that has made its data, until a person decides or `confirmBy` (ISO) has passed. null when `owner`
 * does not hold it any more, or it is to be cancelled. Throws too_large.
 */
export async function awaitConfirmation(
  run: Pick<StoredRun, "id" | "createdAt" | "request">,
  owner: string,
  wait: { review: RunReview; candidate: Candidate; progress: RunProgress; confirmBy: string } & RunNumbers,
): Promise<StoredRun | null> {
  checkItemSize("change of columns", { ...wait, request: run.request })
  const { data } = await runs()
    .patch({ id: run.id })
    .set({ status: "awaiting_confirmation", unfinished: AWAITING, ...wait })
    .remove(["leaseOwner", "leaseUntil"])
    .composite({ createdAt: run.createdAt })
    .where(
      ({ status, leaseOwner, cancelRequested }, { eq }) =>
        `${eq(status, "running")} AND ${eq(leaseOwner, owner)} AND ${eq(cancelRequested, false)}`,
    )
    .go({ response: "all_new", returnOnConditionCheckFailure: true })
  return data ? StoredRun.parse(data) : null
}

/** What a transform's run is told by once it has run. */
export type RunNumbers = {
  datasetId?: DatasetId | undefined
  inputRows?: number | undefined
  outputRows?: number | undefined
  peakMemoryBytes?: number | undefined
}

export type RunEnd = {
  status: Extract<RunStatus, "succeeded" | "failed" | "cancelled">
  outcome?: Run["outcome"] | undefined
  error?: RunError | undefined
  progress?: RunProgress | undefined
  datasetId?: DatasetId | undefined
}

/** Who may end a run: the holder of its lease by name, anyone while it awaits confirmation, or anyone at any time. */
export type Ender = { owner: string } | "awaiting" | "anyone"

/** Ends a run that `ender` may end. null when it has ended already or is not theirs to end. */
export async function endRun(id: RunId, ender: Ender, end: RunEnd): Promise<StoredRun | null> {
  const { error, progress, datasetId, outcome } = end
  const { data } = await runs()
    .patch({ id })
    .set({
      status: end.status,
      finishedAt: new Date().toISOString(),
      ...(error && { error }),
      ...(progress && { progress }),
      ...(datasetId && { datasetId }),
      ...(outcome && { outcome }),
    })
    .remove(["unfinished", "leaseOwner", "leaseUntil", "candidate", "confirmBy"])
    .where(({ status, leaseOwner }, { ne, eq }) =>
      [
        ...ENDED.map((ended) => ne(status, ended)),
        ...(ender === "awaiting" ? [eq(status, "awaiting_confirmation")] : []),
        ...(typeof ender === "object" ? [eq(leaseOwner, ender.owner)] : []),
      ].join(" AND "),
    )
    .go({ response: "all_new", returnOnConditionCheckFailure: true })
  return data ? StoredRun.parse(data) : null
}

/** Asks whoever drives the run to stop; its next heartbeat tells it. Answers the run, null when it has ended already. */
export async function requestCancel(id: RunId): Promise<StoredRun | null> {
  const { data } = await runs()
    .patch({ id })
    .set({ cancelRequested: true })
    .where(({ status }, { ne }) => ENDED.map((ended) => ne(status, ended)).join(" AND "))
    .go({ response: "all_new", returnOnConditionCheckFailure: true })
  return data ? StoredRun.parse(data) : null
}

/** The runs that have not ended and wait for no person, oldest first, as an index sees them: claimRun decides. */
export async function listUnfinishedRuns(page: PageRequest): Promise<Page<StoredRun>> {
  const { data, nextCursor } = await readPage(
    (options) => runs().query.unfinished({ unfinished: UNFINISHED }).go(options),
    page,
  )
  return { data: data.map((item) => StoredRun.parse(item)), nextCursor }
}

/** Every run that is queued or driven, as an index sees them. */
export async function listRunsUnderWay(): Promise<StoredRun[]> {
  const items = await readAll((options) => runs().query.unfinished({ unfinished: UNFINISHED }).go(options))
  return items.map((item) => StoredRun.parse(item))
}

/** The runs that wait for a person, as an index sees them. */
export async function listAwaitingRuns(): Promise<StoredRun[]> {
  const items = await readAll((options) => runs().query.unfinished({ unfinished: AWAITING }).go(options))
  return items.map((item) => StoredRun.parse(item)).filter(({ status }) => status === "awaiting_confirmation")
}

/** Newest first. */
export async function listRunsByUser(userId: UserId, page: PageRequest): Promise<Page<StoredRun>> {
  const { data, nextCursor } = await readPage(
    (options) =>
      runs()
        .query.byUser({ startedBy: userId })
        .go({ ...options, order: "desc" }),
    page,
  )
  return { data: data.map((item) => StoredRun.parse(item)), nextCursor }
}
