import { beforeAll, describe, expect, test } from "vitest"
import type { DatasetId, TransformId } from "#lib/domain/ids.ts"
import type { Actor } from "#lib/domain/user.ts"
import { driveRun } from "#lib/server/runs/drive-run.ts"
import { getRuns } from "#lib/server/runs/run-store.ts"
import { getDue, replaceDue } from "#lib/server/schedules/due-store.ts"
import { beginDueRuns } from "#lib/server/schedules/run-due.ts"
import { readTransform } from "#lib/server/transforms/read-transform.ts"
import { runTransform } from "#lib/server/transforms/run-transform.ts"
import { updateTransform } from "#lib/server/transforms/save-transform.ts"
import {
  changeDataset,
  makeDataset,
  makePerson,
  makeTransform,
  runsOf,
  storedDataset,
  tickAt,
  useTransformWorld,
} from "./transform-world.ts"

const world = useTransformWorld()
let ada: Actor
beforeAll(async () => {
  ada = await makePerson("ada")
})

const daily = { cron: "0 6 * * *", timezone: "UTC" }
const at = (text: string) => new Date(`2031-03-${text}Z`)
const later = (now: Date, seconds: number) => new Date(now.getTime() + seconds * 1000)

/** As if a transform's schedule had been waiting for `instant`. */
async function dueAt(id: TransformId, instant: Date): Promise<void> {
  const due = await getDue({ id, kind: "schedule" })
  if (!due) throw new Error("it has no schedule")
  const { token, ...rest } = due
  await replaceDue({ ...rest, at: instant.toISOString() }, token)
}

async function outputOf(transformId: TransformId): Promise<DatasetId> {
  const { outputDatasetId } = await readTransform({ actor: ada, transformId })
  if (!outputDatasetId) throw new Error("the transform has made nothing")
  return outputDatasetId
}
const versionOf = async (id: DatasetId) => (await storedDataset(id)).dataVersion?.number

describe("a schedule", () => {
  test("begins its run at its instant and not before, once, and knows the next", async () => {
    const transformId = await makeTransform(ada, [await makeDataset(world, ada, "d")], { schedule: daily })
    await dueAt(transformId, at("10T06:00"))
    expect(await tickAt(at("10T05:59:59"), transformId)).toEqual([])
    expect(await tickAt(at("10T06:00"), transformId)).toHaveLength(1)
    expect(await tickAt(at("10T06:00:30"), transformId)).toEqual([])
    expect(await runsOf(transformId)).toMatchObject([
      { status: "succeeded", cause: { type: "schedule", instant: at("10T06:00").toISOString() } },
    ])
    expect(await readTransform({ actor: ada, transformId })).toMatchObject({ nextRunAt: at("11T06:00").toISOString() })
  })

  test("that nobody was there for runs its latest instant and records the others as missed", async () => {
    const transformId = await makeTransform(ada, [await makeDataset(world, ada, "d")], { schedule: daily })
    await dueAt(transformId, at("10T06:00"))
    expect(await tickAt(at("13T09:00"), transformId)).toHaveLength(1)
    const instant = (day: string) => ({ type: "schedule", instant: at(day).toISOString() })
    expect(await runsOf(transformId)).toMatchObject([
      { status: "succeeded", cause: instant("13T06:00") },
      { status: "cancelled", outcome: "missed", cause: instant("12T06:00") },
      { status: "cancelled", outcome: "missed", cause: instant("11T06:00") },
      { status: "cancelled", outcome: "missed", cause: instant("10T06:00") },
    ])
    expect(await versionOf(await outputOf(transformId))).toBe(1)
  })

  test("taken off or changed is followed from then on", async () => {
    const transformId = await makeTransform(ada, [await makeDataset(world, ada, "d")], { schedule: daily })
    await updateTransform({ actor: ada, transformId, patch: { schedule: null }, expectedVersion: 1 })
    expect(await readTransform({ actor: ada, transformId })).toMatchObject({ nextRunAt: null })
    expect(await tickAt(at("14T09:00"), transformId)).toEqual([])
  })

  test("set back to an instant that has run already does not run it again", async () => {
    const transformId = await makeTransform(ada, [await makeDataset(world, ada, "d")], { schedule: daily })
    await dueAt(transformId, at("10T06:00"))
    await tickAt(at("10T06:00"))
    await dueAt(transformId, at("10T06:00"))
    expect(await tickAt(at("10T06:01"), transformId)).toEqual([])
    expect(await runsOf(transformId)).toHaveLength(1)
    expect(await readTransform({ actor: ada, transformId })).toMatchObject({ nextRunAt: at("11T06:00").toISOString() })
  })

  test("whose run is still under way at the next instant: both publish, one after the other", async () => {
    const transformId = await makeTransform(ada, [await makeDataset(world, ada, "d")], { schedule: daily })
    await dueAt(transformId, at("10T06:00"))
    const first = await beginDueRuns(at("10T06:00"))
    const second = await beginDueRuns(at("11T06:00"))
    await Promise.all([...first, ...second].map(driveRun))
    expect(await runsOf(transformId)).toMatchObject([{ status: "succeeded" }, { status: "succeeded" }])
    expect(await versionOf(await outputOf(transformId))).toBe(2)
  })

  test.each([3, 50])("called for by %i at once, with clocks apart, begins each run once", async (callers) => {
    const dataset = await makeDataset(world, ada, "d")
    const ids = await Promise.all(Array.from({ length: 10 }, () => makeTransform(ada, [dataset], { schedule: daily })))
    for (const id of ids) await dueAt(id, at("10T06:00"))
    const begun = await Promise.all(
      Array.from({ length: callers }, (_, caller) => beginDueRuns(later(at("10T06:00"), caller * 7))),
    )
    const ours = (await getRuns(begun.flat())).filter(({ transformId }) => transformId && ids.includes(transformId))
    expect(ours).toHaveLength(10)
    for (const id of ids) expect(await runsOf(id)).toHaveLength(1)
    await Promise.all(begun.flat().map(driveRun))
  })
})

describe("a change of an input", () => {
  const onChange = { trigger: "on_input_change" } as const

  test("starts a transform once the inputs have been still, however often they change before", async () => {
    const now = at("20T06:00")
    const dataset = await makeDataset(world, ada, "d")
    const transformId = await makeTransform(ada, [dataset], onChange)
    for (const seconds of [0, 20, 40]) await changeDataset(world, dataset, later(now, seconds))
    expect(await tickAt(later(now, 60), transformId)).toEqual([])
    expect(await tickAt(later(now, 70), transformId)).toHaveLength(1)
    const cause = { type: "input_change", datasetId: dataset }
    expect(await runsOf(transformId)).toMatchObject([
      { status: "succeeded", cause, inputVersions: [{ datasetId: dataset, number: 4 }] },
    ])
    expect(await tickAt(later(now, 600), transformId)).toEqual([])
  })

  test("that never rests starts it five minutes after the first", async () => {
    const now = at("20T07:00")
    const dataset = await makeDataset(world, ada, "d")
    const transformId = await makeTransform(ada, [dataset], onChange)
    for (let seconds = 0; seconds < 300; seconds += 25) await changeDataset(world, dataset, later(now, seconds))
    expect(await tickAt(later(now, 299), transformId)).toEqual([])
    expect(await tickAt(later(now, 300), transformId)).toHaveLength(1)
  })

  test("flows through a chain that parts and meets again once, in order", async () => {
    const now = at("20T08:00")
    const raw = await makeDataset(world, ada, "raw")
    const clean = await makeTransform(ada, [raw], { name: "clean", ...onChange })
    const first = async (id: TransformId) => {
      await driveRun((await runTransform({ actor: ada, transformId: id })).run.id)
      return outputOf(id)
    }
    const cleaned = await first(clean)
    const left = await makeTransform(ada, [cleaned], { name: "left", ...onChange })
    const right = await makeTransform(ada, [cleaned], { name: "right", ...onChange })
    const joined = await makeTransform(ada, [await first(left), await first(right), raw], {
      name: "joined",
      ...onChange,
    })
    await first(joined)
    // What making them has set off is done with.
    for (let minute = 0; minute < 10; minute += 1) await tickAt(later(at("20T07:30"), minute * 60))
    const chain = [clean, left, right, joined]
    const before = await Promise.all(chain.map(async (id) => (await runsOf(id)).length))

    await changeDataset(world, raw, now)
    const order: string[] = []
    for (let seconds = 0; seconds < 900; seconds += 15) {
      for (const runId of await beginDueRuns(later(now, seconds))) {
        // Others' schedules are due as well.
        const index = (await Promise.all(chain.map(async (id) => (await runsOf(id))[0]?.id))).indexOf(runId)
        order.push(...(["clean", "left", "right", "joined"][index]?.split(" ") ?? []))
        await driveRun(runId)
      }
    }
    expect([order[0], order.slice(1, 3).sort(), order.slice(3)]).toEqual(["clean", ["left", "right"], ["joined"]])
    expect(await Promise.all(chain.map(async (id) => (await runsOf(id)).length))).toEqual(
      before.map((count) => count + 1),
    )
    const [last] = await runsOf(joined)
    const inputs = [await outputOf(left), await outputOf(right), raw]
    expect(last?.inputVersions?.map(({ number }) => number)).toEqual(await Promise.all(inputs.map(versionOf)))
  })

  test("is passed on by the tick where the process that published it died before it could", async () => {
    const now = new Date(Date.now() + 60_000)
    const dataset = await makeDataset(world, ada, "d")
    const transformId = await makeTransform(ada, [dataset], onChange)
    const { publishDataVersion } = await import("#lib/server/datasets/dataset-store.ts")
    const { dataVersion } = await storedDataset(dataset)
    if (!dataVersion) throw new Error("no data")
    await publishDataVersion({ datasetId: dataset, expectedDataVersionNumber: 1, dataVersion })
    await tickAt(now)
    expect(await tickAt(later(now, 31), transformId)).toHaveLength(1)
    expect(await runsOf(transformId)).toMatchObject([{ status: "succeeded" }])
  })
})
