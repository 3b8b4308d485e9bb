import { afterAll, beforeAll, expect, test } from "vitest"
import { z } from "zod"
import { dataOf, pageOf } from "#lib/domain/api.ts"
import { Dataset, DataVersion } from "#lib/domain/dataset.ts"
import { newId, type DatasetId } from "#lib/domain/ids.ts"
import { PreviewResponse } from "#lib/domain/job-contract.ts"
import { Run } from "#lib/domain/run.ts"
import { hashPassword } from "#lib/server/auth/password.ts"
import { awaitConfirmation, claimRun, createRun } from "#lib/server/runs/run-store.ts"
import { createUser } from "#lib/server/users/user-store.ts"
import { clientWithPassword, type ApiClient } from "#tests/support/api-client.ts"
import { currentDataIsWhole, keysBelow, startDatasetStack, type DatasetStack } from "./dataset-stack.ts"

const Id = dataOf(z.object({ id: z.string() }))
const CODE = "def render(dataset, filters, params):\n    return 1"

let stack: DatasetStack
let admin: ApiClient
let member: ApiClient
beforeAll(async () => {
  stack = await startDatasetStack()
  const passwordHash = await hashPassword("a member's password")
  await createUser({ email: "member@example.org", name: "Member", role: "member", passwordHash })
  admin = await clientWithPassword(stack.url, stack.adminEmail, stack.adminPassword)
  member = await clientWithPassword(stack.url, "member@example.org", "a member's password")
})
afterAll(() => stack?.stop())

const datasetOf = async (id: string, client = member) =>
  (await client.expect(dataOf(Dataset), "GET", `/api/datasets/${id}`)).data
const versionsOf = async (id: string) =>
  (await member.expect(pageOf(DataVersion), "GET", `/api/datasets/${id}/versions`)).data
const rowsOf = async (id: string, query = "") =>
  (await member.expect(dataOf(PreviewResponse), "GET", `/api/datasets/${id}/preview?${query}`)).data.rows
const runOf = async (id: string) => (await member.expect(dataOf(Run), "GET", `/api/runs/${id}`)).data
const publish = (runId: string, client = member) => client.send("POST", `/api/runs/${runId}/publish`)
const discard = (runId: string, client = member) => client.send("POST", `/api/runs/${runId}/discard`)
const objectsOf = (id: string) => keysBelow(stack.objects, `datasets/${id}/`)

test("a file of the same columns is published at once, and its version says where it came from", async () => {
  const { dataset } = await member.upload("Same", "a,b\n1,x\n")

  const { run, dataset: after } = await member.reimport(dataset.id, "b,a\ny,2\nz,3\n")

  expect(run).toMatchObject({ status: "succeeded", outcome: "published" })
  expect(after).toMatchObject({
    rowCount: 2,
    source: { type: "upload", filename: "again.csv" },
    dataVersion: { number: 2, mode: "replace", source: { type: "upload", filename: "again.csv" }, restoredFrom: null },
  })
  expect(await currentDataIsWhole(stack.objects, after)).toBe(true)
})

test("a file of other columns waits for a person, and shows who reads what changes; until then nothing has", async () => {
  const { dataset } = await member.upload("Sales", "day,price,region\n2024-01-01,5,north\n")
  const card = async (name: string, columns: string[] | null) =>
    (
      await member.expect(Id, "POST", "/api/cards", {
        body: { name, code: CODE, columns, datasets: [{ alias: "d", datasetId: dataset.id }] },
      })
    ).data.id
  const [all, price] = [await card("All", null), await card("Price", ["price", "day"])]
  await card("Day", ["day"])
  const layout = [{ cardId: all, x: 0, y: 0, w: 6, h: 4 }]
  const filterOn = (column: string) => [{ id: column, type: "category", label: column, column }]
  const dashboards = []
  for (const column of ["region", "day"])
    dashboards.push(
      (
        await member.expect(Id, "POST", "/api/dashboards", {
          body: { name: column, layout, filters: filterOn(column) },
        })
      ).data.id,
    )

  const { run, dataset: meanwhile } = await member.reimport(
    dataset.id,
    "day,price,shop\n2024-01-02,x,a\n2024-01-03,y,b\n",
  )

  expect(run).toMatchObject({
    status: "awaiting_confirmation",
    review: {
      mode: "replace",
      rowsBefore: 1,
      rowsAfter: 2,
      diff: {
        added: [{ name: "shop", type: "string" }],
        removed: [{ name: "region", type: "string" }],
        changed: [{ name: "price", from: "int64", to: "string" }],
      },
    },
  })
  expect(run.review?.readers.toSorted((a, b) => a.name.localeCompare(b.name))).toEqual([
    { kind: "card", id: all, name: "All", columns: null },
    { kind: "card", id: price, name: "Price", columns: ["price"] },
    { kind: "dashboard", id: dashboards[0], name: "region", columns: ["region"] },
  ])
  expect(Date.parse(run.confirmBy ?? "") - Date.now()).toBeGreaterThan(6 * 24 * 60 * 60 * 1000)
  expect(meanwhile).toMatchObject({ rowCount: 1, dataVersion: { number: 1 } })
  expect(await rowsOf(dataset.id)).toEqual([["2024-01-01", 5, "north"]])
  expect(await versionsOf(dataset.id)).toHaveLength(1)
  expect(await keysBelow(stack.objects, "uploads/")).toEqual([])

  expect(await publish(run.id)).toMatchObject({
    status: 200,
    body: { data: { status: "succeeded", outcome: "published" } },
  })
  expect(await publish(run.id)).toMatchObject({ status: 200, body: { data: { status: "succeeded" } } })
  expect(await discard(run.id)).toMatchObject({
    status: 409,
    body: { error: { message: expect.stringMatching(/has been published/) } },
  })
  const after = await datasetOf(dataset.id)
  expect(after).toMatchObject({ rowCount: 2, dataVersion: { number: 2, runId: run.id } })
  expect(await currentDataIsWhole(stack.objects, after)).toBe(true)
  expect(await rowsOf(dataset.id)).toEqual([
    ["2024-01-02", "x", "a"],
    ["2024-01-03", "y", "b"],
  ])
  expect(await versionsOf(dataset.id)).toHaveLength(2)
})

test("what is dropped leaves the data as they were, and nothing behind", async () => {
  const { dataset } = await member.upload("Kept", "a\n1\n")
  const before = await objectsOf(dataset.id)
  const { run } = await member.reimport(dataset.id, "b\n1\n")
  expect(await objectsOf(dataset.id)).not.toEqual(before)

  expect(await discard(run.id)).toMatchObject({ status: 200, body: { data: { status: "cancelled" } } })

  expect(await discard(run.id)).toMatchObject({ status: 200 })
  expect(await publish(run.id)).toMatchObject({
    status: 409,
    body: { error: { message: expect.stringMatching(/dropped/) } },
  })
  expect(await objectsOf(dataset.id)).toEqual(before)
  expect(await datasetOf(dataset.id)).toMatchObject({ status: "ready", dataVersion: { number: 1 } })
})

test("to cancel an import that waits is to drop it", async () => {
  const { dataset } = await member.upload("Cancelled", "a\n1\n")
  const before = await objectsOf(dataset.id)
  const { run } = await member.reimport(dataset.id, "b\n1\n")

  expect(await member.send("POST", `/api/runs/${run.id}/cancel`)).toMatchObject({
    body: { data: { status: "cancelled" } },
  })

  expect(await objectsOf(dataset.id)).toEqual(before)
})

test("of two imports that wait, the second to be published is refused and is over, with its data", async () => {
  const { dataset } = await member.upload("Two", "a\n1\n")
  const first = (await member.reimport(dataset.id, "b\n1\n")).run
  const second = (await member.reimport(dataset.id, "c\n1\n")).run

  expect((await publish(second.id)).status).toBe(200)

  expect(await publish(first.id)).toMatchObject({
    status: 409,
    body: { error: { code: "conflict", message: expect.stringMatching(/published first.*Import again/) } },
  })
  expect(await runOf(first.id)).toMatchObject({ status: "failed", error: { code: "conflict" } })
  expect((await publish(first.id)).status).toBe(409)
  const after = await datasetOf(dataset.id)
  expect(after).toMatchObject({ columns: [{ name: "c" }], dataVersion: { number: 2 } })
  const ids = new Set((await objectsOf(dataset.id)).map((key) => key.split("/")[2]))
  expect(ids).toEqual(new Set((await versionsOf(dataset.id)).map(({ id }) => id)))
})

test("given ten who publish one import at once, all are told it is published, and it is so once", async () => {
  const { dataset } = await member.upload("Ten", "a\n1\n")
  const { run } = await member.reimport(dataset.id, "b\n1\n")

  const answers = await Promise.all(Array.from({ length: 10 }, () => publish(run.id)))

  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200))
  expect((await versionsOf(dataset.id)).map(({ number }) => number)).toEqual([2, 1])
})

test("given publishing and dropping at once, one of them happens and the data are whole", async () => {
  for (let round = 0; round < 5; round += 1) {
    const { dataset } = await member.upload("Race", "a\n1\n")
    const { run } = await member.reimport(dataset.id, "b\n1\n")

    const [published, discarded] = await Promise.all([publish(run.id), discard(run.id)])

    expect(new Set([published.status, discarded.status])).toEqual(new Set([200, 409]))
    const after = await datasetOf(dataset.id)
    expect(after.dataVersion?.number).toBe(published.status === 200 ? 2 : 1)
    expect(await currentDataIsWhole(stack.objects, after)).toBe(true)
  }
})

test("whoever may change the dataset sees and decides about a run that somebody else has started", async () => {
  const { dataset } = await member.upload("Mine", "a\n1\n")
  const { run } = await admin.reimport(dataset.id, "b\n1\n")

  expect(await runOf(run.id)).toMatchObject({ status: "awaiting_confirmation" })
  expect((await publish(run.id)).status).toBe(200)
})

test("an appended file's rows follow those there are; with confirm=always that waits, too", async () => {
  const { dataset } = await member.upload("Growing", "a,b\n1,x\n")

  const appended = await member.reimport(dataset.id, "b,a\ny,2\n", { mode: "append" })
  expect(appended.run).toMatchObject({ status: "succeeded" })
  expect(appended.dataset.dataVersion).toMatchObject({ number: 2, mode: "append", rowCount: 2 })
  expect(await rowsOf(dataset.id)).toEqual([
    [1, "x"],
    [2, "y"],
  ])

  const asked = await member.reimport(dataset.id, "a,b\n3,z\n", { mode: "append", confirm: "always" })
  expect(asked.run).toMatchObject({
    status: "awaiting_confirmation",
    review: { mode: "append", rowsBefore: 2, rowsAfter: 3, diff: { added: [], removed: [], changed: [] }, readers: [] },
  })
  expect((await publish(asked.run.id)).status).toBe(200)
  expect(await datasetOf(dataset.id)).toMatchObject({ rowCount: 3 })
})

test("a re-import without options reads as the version before was read, as far as the file has its columns", async () => {
  const { dataset } = await member.upload("Codes", "a\n1\n")
  const options = { delimiter: ";", types: { zip: "string", gone: "string" } }
  const { run } = await member.reimport(dataset.id, "zip;gone\n01\n".replace("01", "1;2"), {
    options: JSON.stringify(options),
  })
  expect((await publish(run.id)).status).toBe(200)

  const again = await member.reimport(dataset.id, "zip;gone\n2;3\n")
  expect(again).toMatchObject({ run: { status: "succeeded" }, dataset: { dataVersion: { options } } })
  expect(await rowsOf(dataset.id)).toEqual([["2", "3"]])

  const without = await member.reimport(dataset.id, "zip;new\n3;4\n")
  expect(without.run).toMatchObject({
    status: "awaiting_confirmation",
    review: { diff: { removed: [{ name: "gone", type: "string" }], added: [{ name: "new" }], changed: [] } },
  })
})

test("a restored version is current again as a new one; stale and repeated wishes are refused", async () => {
  const { dataset } = await member.upload("Back", "a\n1\n")
  const { dataset: second } = await member.reimport(dataset.id, "a\n2\n3\n")
  const restore = (number: number, version: number) =>
    member.send("POST", `/api/datasets/${dataset.id}/versions/${number}/restore`, {
      headers: { "if-match": `"${version}"` },
    })

  expect((await member.send("POST", `/api/datasets/${dataset.id}/versions/1/restore`)).status).toBe(428)
  expect((await restore(1, second.version - 1)).status).toBe(412)
  expect((await restore(9, second.version)).status).toBe(404)
  expect((await restore(2, second.version)).status).toBe(409)
  const restored = await restore(1, second.version)
  expect(restored).toMatchObject({
    status: 200,
    body: { data: { rowCount: 1, dataVersion: { number: 3, restoredFrom: 1 } } },
  })
  expect((await restore(1, second.version)).status).toBe(412)
  expect(await rowsOf(dataset.id)).toEqual([[1]])
  expect(await rowsOf(dataset.id, "version=2")).toEqual([[2], [3]])
  expect((await member.send("GET", `/api/datasets/${dataset.id}/preview?version=4`)).status).toBe(404)
  expect(await currentDataIsWhole(stack.objects, await datasetOf(dataset.id))).toBe(true)
})

test("two versions are compared: columns, rows, and who reads what has changed", async () => {
  const { dataset } = await member.upload("Compared", "a,b\n1,1\n")
  const card = await member.expect(Id, "POST", "/api/cards", {
    body: { name: "C", code: CODE, columns: ["a"], datasets: [{ alias: "d", datasetId: dataset.id }] },
  })
  await publish((await member.reimport(dataset.id, "b\n1\n2\n")).run.id)

  expect(await member.send("GET", `/api/datasets/${dataset.id}/versions/2/compare?with=1`)).toMatchObject({
    status: 200,
    body: {
      data: {
        diff: { removed: [{ name: "a", type: "int64" }], added: [], changed: [] },
        rowsBefore: 1,
        rowsAfter: 2,
        readers: [{ kind: "card", id: card.data.id, columns: ["a"] }],
      },
    },
  })
  expect((await member.send("GET", `/api/datasets/${dataset.id}/versions/2/compare?with=7`)).status).toBe(404)
  expect(await member.send("GET", `/api/datasets/${dataset.id}/usage`)).toMatchObject({
    status: 200,
    body: { data: { readers: [{ kind: "card", id: card.data.id, columns: [] }] } },
  })
})

test("when a dataset is deleted while an import of it waits, that is dropped, and nothing is left", async () => {
  const { dataset } = await member.upload("Deleted", "a\n1\n")
  const { run } = await member.reimport(dataset.id, "b\n1\n")

  expect((await member.send("DELETE", `/api/datasets/${dataset.id}`)).status).toBe(204)

  expect(await runOf(run.id)).toMatchObject({
    status: "cancelled",
    error: { message: expect.stringMatching(/deleted/) },
  })
  expect((await publish(run.id)).status).toBe(403)
  expect(await objectsOf(dataset.id)).toEqual([])
})

test("the tick drops what nobody has published in time", async () => {
  const { dataset } = await member.upload("Overdue", "a\n1\n")
  const overdue = await awaitingSince(dataset.id, "2024-01-01T00:00:00.000Z")
  const { run: inTime } = await member.reimport(dataset.id, "b\n1\n")

  await stack.tick()

  const answer = await admin.send("GET", `/api/runs/${overdue}`)
  expect(answer.body).toMatchObject({ data: { status: "cancelled", error: { code: "expired" } } })
  expect(await runOf(inTime.id)).toMatchObject({ status: "awaiting_confirmation" })
})

/** A run that came to wait for a person long ago. */
async function awaitingSince(datasetId: DatasetId, confirmBy: string): Promise<string> {
  const run = await createRun({
    id: newId("run"),
    kind: "import",
    status: "queued",
    progress: { stage: "queued", done: 0, total: 0 },
    datasetId,
    startedBy: newId("usr"),
    createdAt: confirmBy,
    request: { filename: "f.csv", options: {} },
  })
  await claimRun(run.id, { owner: "test", leaseMs: 60_000, nowMs: Date.now() })
  const review = {
    mode: "replace",
    diff: { added: [], removed: [], changed: [] },
    rowsBefore: 0,
    rowsAfter: 0,
    warnings: [],
    readers: [],
  } as const
  const dataVersion = {
    id: newId("dv"),
    columns: [],
    rowCount: 0,
    sizeBytes: 0,
    warnings: [],
    runId: run.id,
    source: null,
    mode: "replace",
    restoredFrom: null,
    sortedBy: null,
    sha256: null,
    options: {},
  } as const
  await awaitConfirmation(run, "test", {
    review: { ...review, warnings: [], readers: [], diff: { added: [], removed: [], changed: [] } },
    candidate: { expectedDataVersionNumber: 1, dataVersion: { ...dataVersion, columns: [], warnings: [] } },
    progress: { stage: "storing", done: 0, total: 0 },
    confirmBy,
  })
  return run.id
}
