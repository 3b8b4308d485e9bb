import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { z } from "zod"
import { dataOf } from "#lib/domain/api.ts"
import { RenderLine } from "#lib/domain/render-line.ts"
import { clientWithPassword, type ApiClient } from "#tests/support/api-client.ts"
import { startExecutor, type RunningExecutor } from "#tests/support/start-executor.ts"
import { startStack, type RunningStack } from "#tests/support/start-stack.ts"

const Id = dataOf(z.object({ id: z.string() }))

let folder: string
let executor: RunningExecutor
let stack: RunningStack
let api: ApiClient

const runExecutor = (port?: string) =>
  startExecutor({ OBJECTS_DIR: join(folder, "objects"), ...(port && { EXECUTOR_PORT: port }) })

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "cardloom-down-"))
  executor = await runExecutor()
  stack = await startStack({
    env: { EXECUTOR_URL: executor.url, EXECUTOR_TOKEN: executor.token, OBJECTS_DIR: join(folder, "objects") },
  })
  api = await clientWithPassword(stack.url, stack.adminEmail, stack.adminPassword)
})
afterAll(async () => {
  await stack?.stop()
  await executor?.stop()
  rmSync(folder, { recursive: true, force: true })
})

async function renderLines(dashboardId: string): Promise<RenderLine[]> {
  const answer = await api.send("POST", `/api/dashboards/${dashboardId}/render`, { body: {} })
  expect(answer.status).toBe(200)
  return String(answer.body)
    .trim()
    .split("\n")
    .map((line) => RenderLine.parse(JSON.parse(line)))
}

test("when the executor is down each card says so, and readiness does; when it is back, cards run; what was run is kept", async () => {
  const { dataset } = await api.upload("Numbers", "n\n1\n2\n")
  const body = {
    name: "Sum",
    code: "def render(dataset, filters, params):\n    return int(dataset.n.sum())",
    datasets: [{ alias: "d", datasetId: dataset.id }],
  }
  const card = await api.expect(Id, "POST", "/api/cards", { body })
  const layout = [0, 4].map((y) => ({ cardId: card.data.id, x: 0, y, w: 6, h: 4 }))
  const dashboard = await api.expect(Id, "POST", "/api/dashboards", { body: { name: "Down", layout } })
  const { port } = new URL(executor.url)

  await executor.kill()
  const down = await renderLines(dashboard.data.id)
  expect(down).toHaveLength(3)
  expect(down.slice(0, 2)).toMatchObject([{ error: { code: "unavailable" } }, { error: { code: "unavailable" } }])
  expect(down.at(-1)).toEqual({ done: true })
  expect(await api.send("GET", "/api/ready")).toMatchObject({
    status: 503,
    body: { data: { ok: false, checks: { executor: { ok: false }, metadata: { ok: true } } } },
  })
  expect((await api.send("GET", `/api/datasets/${dataset.id}/preview`)).status).toBe(503)

  executor = await runExecutor(port)
  const back = await renderLines(dashboard.data.id)
  expect(back.slice(0, 2)).toMatchObject([{ display: { "application/vnd.cardloom.kpi+json": { value: 3 } } }, {}])

  await executor.kill()
  expect(await renderLines(dashboard.data.id)).toMatchObject([
    { cached: true, display: { "application/vnd.cardloom.kpi+json": { value: 3 } } },
    { cached: true },
    { done: true },
  ])
  executor = await runExecutor(port)
})
