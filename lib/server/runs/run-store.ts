import "server-only"
import { z } from "zod"
import type { Page } from "#lib/domain/api.ts"
import { AppError } from "#lib/domain/app-error.ts"
import type { DatasetId, RunId, UserId } from "#lib/domain/ids.ts"
import { JsonObject } from "#lib/domain/json.ts"
import { ENDED_STATUSES, hasEnded, Run, type RunError, type RunProgress, type RunStatus } from "#lib/domain/run.ts"
import { perDatabase } from "../db/client.ts"
import { readPage, type PageRequest } from "../db/page.ts"
import { runEntity } from "./run.entity.ts"

const runs = perDatabase(runEntity)

/** A run with what its driver needs. `leaseUntil` is an ISO time; `attempt` counts the claims. */
export const StoredRun = Run.extend({
  request: JsonObject,
  attempt: z.int().nonnegative(),
  leaseOwner: z.string().nullable().default(null),
  leaseUntil: z.iso.datetime().nullable().default(null),
  cancelRequested: z.boolean(),
})
export type StoredRun = z.infer<typeof StoredRun>

export type NewRun = Run &
  Pick<StoredRun, "request"> &
  Partial<Pick<StoredRun, "attempt" | "leaseOwner" | "leaseUntil">>

const UNFINISHED = "yes"
// Typed as the database knows them.
const ENDED: readonly string[] = ENDED_STATUSES

/** Stores a new run, held by `leaseOwner` if it names one. */
export async function createRun(run: NewRun): Promise<StoredRun> {
  const { error, datasetId, startedAt, finishedAt, leaseOwner, leaseUntil, attempt = 0, ...rest } = run
  const item = {
    ...rest,
    attempt,
    // Conditions ask whether an attribute exists, so null is stored as absence.
    error: error ?? undefined,
    datasetId: datasetId ?? undefined,
    startedAt: startedAt ?? undefined,
    finishedAt: finishedAt ?? undefined,
    leaseOwner: leaseOwner ?? undefined,
    leaseUntil: leaseUntil ?? undefined,
    cancelRequested: false,
    unfinished: hasEnded(run.status) ? undefined : UNFINISHED,
  }
  const { rejected } = await runs().create(item).go({ returnOnConditionCheckFailure: true })
  if (rejected) throw new AppError("conflict", "There is a run with this id already.")
  return StoredRun.parse(item)
}

export async function getRun(id: RunId): Promise<StoredRun | null> {
  const { data } = await runs().get({ id }).go({ consistent: true })
  return data && StoredRun.parse(data)
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

export type RunEnd = {
  status: Extract<RunStatus, "succeeded" | "failed" | "cancelled">
  error?: RunError | undefined
  progress?: RunProgress | undefined
  datasetId?: DatasetId | undefined
}

/** Ends a run, if `owner` holds it (null: whoever holds it). null when it has ended already or is somebody else's. */
export async function endRun(id: RunId, owner: string | null, end: RunEnd): Promise<StoredRun | null> {
  const { error, progress, datasetId } = end
  const { data } = await runs()
    .patch({ id })
    .set({
      status: end.status,
      finishedAt: new Date().toISOString(),
      ...(error && { error }),
      ...(progress && { progress }),
      ...(datasetId && { datasetId }),
    })
    .remove(["unfinished", "leaseOwner", "leaseUntil"])
    .where(({ status, leaseOwner }, { ne, eq }) =>
      [...ENDED.map((ended) => ne(status, ended)), ...(owner === null ? [] : [eq(leaseOwner, owner)])].join(" AND "),
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

/** The runs that have not ended, oldest first, as an index sees them: claimRun decides. */
export async function listUnfinishedRuns(page: PageRequest): Promise<Page<StoredRun>> {
  const { data, nextCursor } = await readPage(
    (options) => runs().query.unfinished({ unfinished: UNFINISHED }).go(options),
    page,
  )
  return { data: data.map((item) => StoredRun.parse(item)), nextCursor }
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
