import { afterAll, beforeAll, expect, test } from "vitest"
import { dataOf } from "#lib/domain/api.ts"
import {
  createTransform,
  listTransforms,
  readTransformLineage,
  runTransform,
} from "#lib/domain/endpoints/transforms.ts"
import type { DatasetId } from "#lib/domain/ids.ts"
import { hasEnded, Run } from "#lib/domain/run.ts"
import type { Actor } from "#lib/domain/user.ts"
import { hashPassword } from "#lib/server/auth/password.ts"
import { getDue, replaceDue } from "#lib/server/schedules/due-store.ts"
import { createUser } from "#lib/server/users/user-store.ts"
import { clientWithPassword, type ApiClient } from "#tests/support/api-client.ts"
import { freePort } from "#tests/support/free-port.ts"
import { startWeb } from "#tests/support/start-web.ts"
import { waitFor } from "#tests/support/wait-for.ts"
import { tick } from "../datasets/dataset-stack.ts"
import { makeDataset, runsOf, useTransformWorld } from "./transform-world.ts"

const world = useTransformWorld()
let web: Awaited<ReturnType<typeof startWeb>>
let api: ApiClient
let dataset: DatasetId

beforeAll(async () => {
  const password = "a member's password"
  const user = { email: "member@example.org", name: "Member", role: "member" } as const
  const { id } = await createUser({ ...user, passwordHash: await hashPassword(password) })
  const { CARDLOOM_URL: _url, ...env } = world.env
  web = await startWeb(await freePort(), env)
  api = await clientWithPassword(web.url, user.email, password)
  const actor: Actor = { userId: id, role: "member", groupIds: [], via: "session", scope: "admin" }
  dataset = await makeDataset(world, actor, "orders")
})
afterAll(async () => {
  await web?.stop()
})

const draft = (more: object = {}) => ({
  name: "monthly",
  code: "copy",
  inputs: [{ alias: "orders", datasetId: dataset }],
  ...more,
})
const make = async (more: object = {}) =>
  (await api.expect(createTransform.response, "POST", "/api/transforms", { body: draft(more) })).data

test("from its first save to its output, by the API alone", async () => {
  const transform = await make()
  const path = `/api/transforms/${transform.id}`
  const { run, data } = await api.expect(runTransform.response, "POST", `${path}/run`)
  expect(data.lastRun?.id).toBe(run.id)
  const ended = await waitFor("the run has ended", async () => {
    const { data: now } = await api.expect(dataOf(Run), "GET", `/api/runs/${run.id}`)
    return hasEnded(now.status) ? now : null
  })
  expect(ended).toMatchObject({ status: "succeeded", transformId: transform.id })
  expect((await api.send("GET", `/api/datasets/${ended.datasetId}`)).body).toMatchObject({
    data: { name: "monthly", status: "ready", stale: null, source: { type: "transform", transformId: transform.id } },
  })
  const lineage = await api.expect(readTransformLineage.response, "GET", `${path}/lineage`)
  expect(lineage.data.nodes.map(({ kind }) => kind)).toEqual(["transform", "dataset", "upload", "dataset"])

  const patched = await api.send("PATCH", path, { body: { code: "copy again" }, headers: { "if-match": '"1"' } })
  expect(patched).toMatchObject({ status: 200, body: { data: { version: 2 } } })
  const late = await api.send("PATCH", path, { body: { code: "late" }, headers: { "if-match": '"1"' } })
  expect(late).toMatchObject({ status: 412, body: { error: { details: { current: { version: 2 } } } } })
  const versions = await api.send("GET", `${path}/versions`)
  expect(versions.body).toMatchObject({
    data: [
      { number: 2, code: "copy again" },
      { number: 1, code: "copy" },
    ],
  })

  const refused = await api.send("POST", `/api/datasets/${ended.datasetId}/import`, { form: file() })
  expect(refused).toMatchObject({
    status: 409,
    body: { error: { message: expect.stringMatching(/made by a transform/) } },
  })
  expect((await api.send("DELETE", path)).status).toBe(204)
  const list = await api.expect(listTransforms.response, "GET", "/api/transforms")
  expect(list.data.map(({ id }) => id)).not.toContain(transform.id)
})

test("creating the same thing twice under one key makes one", async () => {
  const headers = { "idempotency-key": "once" }
  const [first, second] = [
    await api.send("POST", "/api/transforms", { body: draft(), headers }),
    await api.send("POST", "/api/transforms", { body: draft(), headers }),
  ]
  expect(first.status).toBe(201)
  expect(second.body).toEqual(first.body)
})

test.each([
  ["0 6 * *", "UTC", /has five fields/],
  ["61 6 * * *", "UTC", /61 is not a minute. Use 0 to 59./],
  ["* * * * *", "UTC", /more often than every 5 minutes/],
  ["0 0 30 2 *", "UTC", /never fires/],
  ["@daily", "UTC", /Write the schedule as five fields/],
  ["0 6 * * *", "Mars/Olympus", /is not a time zone/],
])("the schedule %s in %s is refused in a sentence, when tried and when saved", async (cron, timezone, message) => {
  const query = new URLSearchParams({ cron, timezone })
  for (const answer of [
    await api.send("GET", `/api/schedules/next?${query}`),
    await api.send("POST", "/api/transforms", { body: draft({ schedule: { cron, timezone } }) }),
  ]) {
    expect(answer).toMatchObject({ status: 400 })
    expect(JSON.stringify(answer.body)).toMatch(message)
  }
})

test("ticks from several places begin what is due, once, and answer what they have begun", async () => {
  const { id } = await make({ schedule: { cron: "0 6 * * *", timezone: "Europe/Berlin" } })
  const due = await getDue({ id, kind: "schedule" })
  if (!due) throw new Error("it has no schedule")
  const { token, ...rest } = due
  await replaceDue({ ...rest, at: new Date(Date.now() - 1000).toISOString() }, token)
  const ticks = await Promise.all(Array.from({ length: 5 }, () => tick(web.url)))
  expect(ticks.reduce((sum, { runsBegun = 0 }) => sum + runsBegun, 0)).toBe(1)
  await waitFor("the run has succeeded", async () => (await runsOf(id))[0]?.status === "succeeded")
  expect(await runsOf(id)).toHaveLength(1)
})

function file(): FormData {
  const form = new FormData()
  form.set("file", new Blob(["a\n1\n"]), "a.csv")
  return form
}
