import { expect, test } from "vitest"
import { newId } from "#lib/domain/ids.ts"
import {
  awaitConfirmation,
  claimRun,
  createRun,
  endRun,
  getRun,
  heartbeatRun,
  listAwaitingRuns,
  listRunsByUser,
  listUnfinishedRuns,
  requestCancel,
  type NewRun,
} from "#lib/server/runs/run-store.ts"
import { useDatabase } from "./use-database.ts"

useDatabase()

const LEASE_MS = 30_000
const START_MS = Date.UTC(2024, 1, 29)
const isoOf = (ms: number) => new Date(ms).toISOString()

const runOf = (change: Partial<NewRun> = {}): NewRun => ({
  id: newId("run"),
  kind: "import",
  status: "queued",
  progress: { stage: "queued", done: 0, total: 10 },
  datasetId: newId("ds"),
  startedBy: newId("usr"),
  createdAt: new Date().toISOString(),
  request: { uploadId: "up_1234", options: { delimiter: ";" } },
  ...change,
})
const claimAt = (id: NewRun["id"], owner: string, nowMs: number) => claimRun(id, { owner, leaseMs: LEASE_MS, nowMs })

test("given 20 who claim one run at once, one gets it", async () => {
  const { id } = await createRun(runOf())

  const claims = await Promise.all(Array.from({ length: 20 }, (_, index) => claimAt(id, `web ${index}`, START_MS)))

  const won = claims.filter((claim) => claim !== null)
  expect(won).toHaveLength(1)
  expect(won[0]).toMatchObject({
    status: "running",
    attempt: 1,
    startedAt: isoOf(START_MS),
    leaseUntil: isoOf(START_MS + LEASE_MS),
  })
  expect(won[0]?.request).toEqual({ uploadId: "up_1234", options: { delimiter: ";" } })
  expect(await getRun(id)).toEqual(won[0])
})

test("a run whose holder is silent is taken over when the lease ends, not before", async () => {
  const { id } = await createRun(runOf({ leaseOwner: "one", leaseUntil: isoOf(START_MS + LEASE_MS), attempt: 1 }))

  expect(await claimAt(id, "two", START_MS + LEASE_MS - 1)).toBeNull()
  expect(await heartbeatRun(id, "one", { leaseUntil: isoOf(START_MS + 2 * LEASE_MS) })).toBe(true)
  expect(await claimAt(id, "two", START_MS + LEASE_MS)).toBeNull()
  const takenOver = await claimAt(id, "two", START_MS + 2 * LEASE_MS)

  expect(takenOver).toMatchObject({ leaseOwner: "two", attempt: 2 })
  expect(await heartbeatRun(id, "one", { leaseUntil: isoOf(START_MS + 9 * LEASE_MS) })).toBe(false)
  expect(await endRun(id, { owner: "one" }, { status: "succeeded" })).toBeNull()
  expect(await endRun(id, { owner: "two" }, { status: "succeeded" })).toMatchObject({ status: "succeeded" })
})

test("a taken-over run keeps the time it was first started", async () => {
  const { id } = await createRun(runOf())
  await claimAt(id, "one", START_MS)

  expect((await claimAt(id, "two", START_MS + LEASE_MS))?.startedAt).toBe(isoOf(START_MS))
})

test("a heartbeat notes the progress", async () => {
  const { id } = await createRun(runOf())
  await claimAt(id, "one", START_MS)

  const progress = { stage: "converting" as const, done: 7, total: 10 }
  expect(await heartbeatRun(id, "one", { leaseUntil: isoOf(START_MS + 2 * LEASE_MS), progress })).toBe(true)

  expect(await getRun(id)).toMatchObject({ progress, leaseUntil: isoOf(START_MS + 2 * LEASE_MS) })
})

test("a run ends once, however many end it", async () => {
  const { id } = await createRun(runOf())
  await claimAt(id, "one", START_MS)
  const error = { code: "invalid_file", message: "Line 3 has 4 fields, not 3.", line: 3 }

  const ends = await Promise.all(Array.from({ length: 10 }, () => endRun(id, "anyone", { status: "failed", error })))

  const ended = ends.filter((end) => end !== null)
  expect(ended).toHaveLength(1)
  expect(ended[0]).toMatchObject({ status: "failed", error, leaseOwner: null, leaseUntil: null })
  expect(ended[0]?.finishedAt).toBeTruthy()
  expect(await claimAt(id, "two", START_MS + 9 * LEASE_MS)).toBeNull()
  expect(await heartbeatRun(id, "one", { leaseUntil: isoOf(START_MS + 9 * LEASE_MS) })).toBe(false)
  expect(await requestCancel(id)).toBeNull()
})

test("whoever drives a run learns from the heartbeat that it is to be cancelled", async () => {
  const { id } = await createRun(runOf())
  await claimAt(id, "one", START_MS)

  expect(await requestCancel(id)).toMatchObject({ cancelRequested: true, status: "running" })

  expect(await heartbeatRun(id, "one", { leaseUntil: isoOf(START_MS + LEASE_MS) })).toBe(false)
  expect(await endRun(id, { owner: "one" }, { status: "cancelled" })).toMatchObject({ status: "cancelled" })
})

test("what asks about a run that is not there does not make one", async () => {
  const id = newId("run")

  expect(await getRun(id)).toBeNull()
  expect(await claimAt(id, "one", START_MS)).toBeNull()
  expect(await heartbeatRun(id, "one", { leaseUntil: isoOf(START_MS) })).toBe(false)
  expect(await endRun(id, "anyone", { status: "failed" })).toBeNull()
  expect(await requestCancel(id)).toBeNull()
  expect(await getRun(id)).toBeNull()
})

test("the list of unfinished runs loses a run when it ends; its user's list keeps it", async () => {
  const startedBy = newId("usr")
  const older = await createRun(runOf({ startedBy, createdAt: isoOf(START_MS) }))
  const newer = await createRun(runOf({ startedBy, createdAt: isoOf(START_MS + 1) }))
  const over = await createRun(runOf({ startedBy, createdAt: isoOf(START_MS + 2), status: "failed" }))
  const unfinishedOf = async () =>
    (await listUnfinishedRuns({ limit: 200 })).data.filter((run) => run.startedBy === startedBy).map(({ id }) => id)
  expect(await unfinishedOf()).toEqual([older.id, newer.id])

  await claimAt(older.id, "one", START_MS)
  expect(await unfinishedOf()).toEqual([older.id, newer.id])
  await endRun(older.id, { owner: "one" }, { status: "succeeded", datasetId: older.datasetId ?? undefined })

  expect(await unfinishedOf()).toEqual([newer.id])
  expect((await listRunsByUser(startedBy, { limit: 10 })).data.map(({ id }) => id)).toEqual([
    over.id,
    newer.id,
    older.id,
  ])
})

const progress = { stage: "storing" as const, done: 10, total: 10 }
const waitOf = (confirmBy: string) => ({
  progress,
  confirmBy,
  review: {
    mode: "replace" as const,
    diff: { added: [], removed: [{ name: "a", type: "int64" as const }], changed: [] },
    rowsBefore: 1,
    rowsAfter: 2,
    warnings: [],
    readers: [],
  },
  candidate: {
    expectedDataVersionNumber: 3,
    dataVersion: {
      id: newId("dv"),
      columns: [],
      rowCount: 2,
      sizeBytes: 10,
      warnings: [],
      runId: newId("run"),
      source: null,
      mode: "replace" as const,
      restoredFrom: null,
      sortedBy: null,
      sha256: null,
      options: {},
    },
  },
})

test("a run that awaits confirmation is nobody's to drive, is listed apart, and is ended by a person's word", async () => {
  const startedBy = newId("usr")
  const run = await createRun(runOf({ startedBy }))
  await claimAt(run.id, "one", START_MS)
  const wait = waitOf(isoOf(START_MS + LEASE_MS))
  const mine = (runs: { startedBy: string }[]) => runs.filter((each) => each.startedBy === startedBy)

  const awaiting = await awaitConfirmation(run, "one", wait)

  expect(awaiting).toMatchObject({ status: "awaiting_confirmation", leaseOwner: null, ...wait })
  expect(await getRun(run.id)).toEqual(awaiting)
  expect(mine(await listAwaitingRuns())).toEqual([awaiting])
  expect(mine((await listUnfinishedRuns({ limit: 200 })).data)).toEqual([])
  expect(await claimAt(run.id, "two", START_MS + 9 * LEASE_MS)).toBeNull()
  expect(await heartbeatRun(run.id, "one", { leaseUntil: isoOf(START_MS + LEASE_MS) })).toBe(false)
  expect(await endRun(run.id, { owner: "one" }, { status: "failed" })).toBeNull()
  const ended = await endRun(run.id, "awaiting", { status: "cancelled" })
  expect(ended).toMatchObject({ status: "cancelled", review: wait.review })
  expect(ended?.candidate).toBeUndefined()
  expect(mine(await listAwaitingRuns())).toEqual([])
  expect(await endRun(run.id, "awaiting", { status: "cancelled" })).toBeNull()
})

test("a run does not come to await confirmation when it is another's by now, or is to be cancelled", async () => {
  const [lost, cancelled] = [await createRun(runOf()), await createRun(runOf())]
  await claimAt(lost.id, "one", START_MS)
  await claimAt(lost.id, "two", START_MS + 2 * LEASE_MS)
  await claimAt(cancelled.id, "one", START_MS)
  await requestCancel(cancelled.id)

  for (const run of [lost, cancelled]) expect(await awaitConfirmation(run, "one", waitOf(isoOf(START_MS)))).toBeNull()
  expect(await endRun(lost.id, "awaiting", { status: "cancelled" })).toBeNull()
})

test("a change of columns too large to be kept is refused before anything is written", async () => {
  const run = await createRun(runOf())
  await claimAt(run.id, "one", START_MS)
  const wait = waitOf(isoOf(START_MS))
  const added = Array.from({ length: 5000 }, (_, index) => ({
    name: `${index}`.padEnd(80, "x"),
    type: "int64" as const,
  }))
  const large = { ...wait, review: { ...wait.review, diff: { ...wait.review.diff, added } } }

  await expect(awaitConfirmation(run, "one", large)).rejects.toMatchObject({ code: "too_large" })
  expect(await getRun(run.id)).toMatchObject({ status: "running" })
})
