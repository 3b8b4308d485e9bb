import { globSync, readFileSync, utimesSync, writeFileSync } from "node:fs"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { z } from "zod"
import { dataOf } from "#lib/domain/api.ts"
import { RenderLine, type TileResult } from "#lib/domain/render-line.ts"
import { hasEnded, Run } from "#lib/domain/run.ts"
import { hashPassword } from "#lib/server/auth/password.ts"
import { createUser } from "#lib/server/users/user-store.ts"
import { clientWithPassword, type ApiClient } from "#tests/support/api-client.ts"
import { startDynamo, type Dynamo } from "#tests/support/start-dynamo.ts"
import { startStack, type RunningStack } from "#tests/support/start-stack.ts"
import { waitFor } from "#tests/support/wait-for.ts"

const Id = dataOf(z.object({ id: z.string(), version: z.int() }))
const PASSWORD = "a member's password"
/** Each run prints something else, so what was printed names the run. */
const CODE =
  "import uuid\ndef render(dataset, filters, params):\n    print(uuid.uuid4().hex)\n    return int(dataset.n.sum())"
/** Long enough for an earlier result to be found first. */
const SLOW_CODE = CODE.replace("import uuid", "import uuid, time").replace("print(", "time.sleep(0.7); print(")
const FILTERS = [
  { id: "kind", type: "category", label: "Kind", column: "kind" },
  { id: "day", type: "date_range", label: "Day", column: "day" },
]
const CSV = "n,kind,day\n1,a,2024-01-01\n2,b,2024-01-02\n4,b,2024-01-03\n"

let dynamo: Dynamo
let dataDir: string
let stack: RunningStack
let api: ApiClient

beforeAll(async () => {
  dynamo = await startDynamo()
  dataDir = await mkdtemp(join(tmpdir(), "cardloom-results-"))
  await start()
  process.env["DYNAMODB_ENDPOINT"] = dynamo.endpoint
  for (const name of ["owner", "stranger"])
    await createUser({
      email: `${name}@example.org`,
      name,
      role: "member",
      passwordHash: await hashPassword(PASSWORD),
    })
  api = await clientWithPassword(stack.url, "owner@example.org", PASSWORD)
})
afterAll(async () => {
  await stack?.stop()
  await dynamo?.stop()
  await rm(dataDir, { recursive: true, force: true })
})

async function start(env: Record<string, string> = {}): Promise<void> {
  stack = await startStack({ dataDir, env: { DYNAMODB_ENDPOINT: dynamo.endpoint, ...env } })
  if (api) api = await clientWithPassword(stack.url, "owner@example.org", PASSWORD)
}

const upload = async (csv = CSV): Promise<string> => (await api.upload("Numbers", csv)).dataset.id

async function replaceData(datasetId: string, csv: string): Promise<void> {
  const form = new FormData()
  form.set("file", new Blob([csv]), "data.csv")
  let { run } = await api.expect(z.object({ run: Run }), "POST", `/api/datasets/${datasetId}/import`, { form })
  await waitFor("the data are replaced", async () => {
    run = (await api.expect(dataOf(Run), "GET", `/api/runs/${run.id}`)).data
    return hasEnded(run.status)
  })
  expect(run.status).toBe("succeeded")
}

const makeCard = async (datasetId: string, extra: object = {}) =>
  (
    await api.expect(Id, "POST", "/api/cards", {
      body: { name: "Card", code: CODE, datasets: [{ alias: "d", datasetId }], ...extra },
    })
  ).data

const makeDashboard = async (cardIds: string[], tile: object = {}, filters: object[] = FILTERS) => {
  const layout = cardIds.map((cardId, index) => ({ cardId, x: 0, y: index, w: 6, h: 1, ...tile }))
  return (await api.expect(Id, "POST", "/api/dashboards", { body: { name: "Dashboard", layout, filters } })).data.id
}

/** A dashboard of one card over data of its own, so that no other test's results are in the way. */
async function makePage(card: object = {}) {
  const datasetId = await upload()
  const { id: cardId, version } = await makeCard(datasetId, card)
  return { datasetId, cardId, version, dashboardId: await makeDashboard([cardId]) }
}

async function render(dashboardId: string, body: object = {}, as = api): Promise<TileResult[]> {
  const answer = await as.send("POST", `/api/dashboards/${dashboardId}/render`, { body })
  expect(answer.status, JSON.stringify(answer.body).slice(0, 300)).toBe(200)
  const lines = String(answer.body)
    .trim()
    .split("\n")
    .map((line) => RenderLine.parse(JSON.parse(line)))
  expect(lines.at(-1)).toEqual({ done: true })
  return lines.filter((line) => "itemId" in line)
}

async function renderOne(dashboardId: string, body: object = {}, as = api): Promise<TileResult> {
  const [tile, ...more] = await render(dashboardId, body, as)
  expect(more).toEqual([])
  return tile!
}

const numberOf = (tile: TileResult | undefined) => tile?.display?.["application/vnd.cardloom.kpi+json"]?.value
const ran = { stdout: expect.stringMatching(/^[0-9a-f]{32}\n$/) }

test("a card that was run is not run again: the same result, at once, for the same age of the data", async () => {
  const { dashboardId } = await makePage()
  const first = await renderOne(dashboardId)
  expect(first).toMatchObject({ cached: false, ...ran })
  const second = await renderOne(dashboardId)
  expect(second).toEqual({ ...first, cached: true })
})

describe("what is not the same is run by itself", () => {
  test.each<[string, object, number]>([
    ["a filter", { kind: ["b"] }, 6],
    ["another value", { kind: ["a"] }, 1],
    ["no value at all", { kind: [] }, 0],
    ["a filter on another column", { day: { start: "2024-01-03" } }, 4],
    ["a relative date", { day: { relative: "today" } }, 0],
  ])("%s", async (_, filters, expected) => {
    const { dashboardId } = await makePage()
    const bare = await renderOne(dashboardId)
    const filtered = await renderOne(dashboardId, { filters })
    expect(filtered.cached).toBe(false)
    expect([numberOf(bare), numberOf(filtered)]).toEqual([7, expected])
    expect(await renderOne(dashboardId, { filters })).toEqual({ ...filtered, cached: true })
    expect(await renderOne(dashboardId)).toEqual({ ...bare, cached: true })
  })

  test("other params, or a filter left out by the tile", async () => {
    const { cardId, dashboardId } = await makePage()
    const filters = { kind: ["b"] }
    expect(numberOf(await renderOne(dashboardId, { filters }))).toBe(6)
    const withParams = await makeDashboard([cardId], { params: { top: 1 } })
    expect(await renderOne(withParams, { filters })).toMatchObject({ cached: false })
    const without = await makeDashboard([cardId], { ignoredFilterIds: ["kind"] })
    const tile = await renderOne(without, { filters })
    expect([tile.cached, numberOf(tile)]).toEqual([false, 7])
  })

  test.each<[string, object]>([
    ["other code", { code: CODE.replace("sum()", "max()") }],
    ["other columns", { columns: ["n"] }],
    ["other params", { params: { a: 1 } }],
  ])("a card saved with %s", async (_, patch) => {
    const { cardId, version, dashboardId } = await makePage()
    await renderOne(dashboardId)
    const headers = { "if-match": `"${version}"` }
    expect((await api.send("PATCH", `/api/cards/${cardId}`, { body: patch, headers })).status).toBe(200)
    expect(await renderOne(dashboardId)).toMatchObject({ cached: false })
  })

  test("new data", async () => {
    const { datasetId, dashboardId } = await makePage()
    const before = await renderOne(dashboardId)
    await replaceData(datasetId, "n,kind,day\n100,a,2024-01-01\n")
    const after = await renderOne(dashboardId)
    expect([numberOf(before), numberOf(after), after.cached]).toEqual([7, 100, false])
    expect(Date.parse(after.asOf ?? "")).toBeGreaterThan(Date.parse(before.asOf ?? ""))
  })
})

test("while data are replaced, a result and the time of its data never part", async () => {
  const { datasetId, dashboardId } = await makePage()
  let replacing = true
  const replaced = (async () => {
    for (const n of [10, 20, 30]) await replaceData(datasetId, `n,kind,day\n${n},a,2024-01-01\n`)
    replacing = false
  })()
  const numbersByTime = new Map<string | null, Set<unknown>>()
  do {
    for (const tile of await render(dashboardId, { stale: true }))
      numbersByTime.set(tile.asOf, (numbersByTime.get(tile.asOf) ?? new Set()).add(numberOf(tile)))
  } while (replacing)
  await replaced
  expect([...numbersByTime.values()].map(({ size }) => size)).toEqual([...numbersByTime].map(() => 1))
  expect(numberOf(await renderOne(dashboardId))).toBe(30)
})

describe("who gets a kept result", () => {
  test("readers with the same right share it; who may not see the dashboard learns nothing", async () => {
    const { dashboardId } = await makePage()
    const mine = await renderOne(dashboardId)
    const admin = await clientWithPassword(stack.url, stack.adminEmail, stack.adminPassword)
    expect(await renderOne(dashboardId, {}, admin)).toEqual({ ...mine, cached: true })
    const stranger = await clientWithPassword(stack.url, "stranger@example.org", PASSWORD)
    const refused = await stranger.send("POST", `/api/dashboards/${dashboardId}/render`, { body: {} })
    expect(refused).toMatchObject({ status: 404, body: { error: { code: "not_found" } } })
  })

  test("the same code of another author has a run of its own", async () => {
    const code = CODE.replace("int(dataset.n.sum())", "1")
    const mine = await renderOne(await makeDashboard([(await makeCard("", { code, datasets: [] })).id]))
    const owner = api
    api = await clientWithPassword(stack.url, "stranger@example.org", PASSWORD)
    const theirs = await renderOne(await makeDashboard([(await makeCard("", { code, datasets: [] })).id]))
    api = owner
    expect(theirs).toMatchObject({ cached: false })
    expect(theirs.stdout).not.toBe(mine.stdout)
  })
})

describe("what is never kept", () => {
  test.each<[string, string, object]>([
    ["an error", "import uuid\ndef render(d, f, p):\n    raise ValueError(uuid.uuid4().hex)", { type: "ValueError" }],
    ["a crash", "import os\ndef render(d, f, p):\n    os._exit(3)", { code: "execution_failed" }],
  ])("%s", async (_, code, error) => {
    const { dashboardId } = await makePage({ code })
    const [first, second] = [await renderOne(dashboardId), await renderOne(dashboardId)]
    expect([first, second]).toMatchObject([
      { cached: false, error },
      { cached: false, error },
    ])
    expect(second.ranAt).not.toBe(first.ranAt)
  })

  test("the result of a card that says so", async () => {
    const { dashboardId } = await makePage({ maxAgeSeconds: 0 })
    const runs = [await renderOne(dashboardId), await renderOne(dashboardId, { stale: true })]
    expect(new Set(runs.map(({ stdout }) => stdout)).size).toBe(2)
    expect(runs).toMatchObject([{ cached: false }, { cached: false }])
  })

  test.each([-1, 0.5, 7 * 86_400 + 1, "1"])("an age of %j is refused", async (maxAgeSeconds) => {
    const answer = await api.send("POST", "/api/cards", { body: { name: "c", code: "x", maxAgeSeconds } })
    expect(answer).toMatchObject({ status: 400, body: { error: { code: "validation_failed" } } })
  })
})

test("a result beyond its card's age is run anew, and is not older than that", async () => {
  const { dashboardId } = await makePage({ maxAgeSeconds: 1 })
  const first = await renderOne(dashboardId)
  const next = await waitFor("the result is too old", async () => {
    const tile = await renderOne(dashboardId)
    return tile.cached ? null : tile
  })
  expect(Date.parse(next.ranAt ?? "") - Date.parse(first.ranAt ?? "")).toBeGreaterThanOrEqual(1000)
})

test("refresh runs a card whatever is at hand, and all see the new result from then on", async () => {
  const { dashboardId } = await makePage()
  const first = await renderOne(dashboardId)
  const fresh = await renderOne(dashboardId, { refresh: true })
  expect(fresh.cached).toBe(false)
  expect(fresh.stdout).not.toBe(first.stdout)
  expect(await renderOne(dashboardId)).toEqual({ ...fresh, cached: true })
})

describe("an earlier result", () => {
  test("is shown while the present one is made, when asked for", async () => {
    const { datasetId, dashboardId } = await makePage({ code: SLOW_CODE })
    const before = await renderOne(dashboardId)
    await replaceData(datasetId, "n,kind,day\n100,a,2024-01-01\n")
    const [stale, fresh, ...more] = await render(dashboardId, { stale: true })
    expect(more).toEqual([])
    expect(stale).toEqual({ ...before, cached: true, stale: true })
    expect(fresh).toMatchObject({ cached: false })
    expect([fresh?.stale, numberOf(fresh)]).toEqual([undefined, 100])
    expect(fresh?.asOf).not.toBe(stale?.asOf)
    expect(await render(dashboardId, { stale: true })).toEqual([{ ...fresh, cached: true }])
  })

  test("is not, for scripts that want one line a tile", async () => {
    const { datasetId, dashboardId } = await makePage({ code: SLOW_CODE })
    await renderOne(dashboardId)
    await replaceData(datasetId, "n,kind,day\n100,a,2024-01-01\n")
    expect(numberOf(await renderOne(dashboardId))).toBe(100)
  })

  test("of too great an age is shown too", async () => {
    const { dashboardId } = await makePage({ code: SLOW_CODE, maxAgeSeconds: 1 })
    const before = await renderOne(dashboardId)
    const tiles = await waitFor("the result is too old", async () => {
      const shown = await render(dashboardId, { stale: true })
      return shown.length > 1 ? shown : null
    })
    expect(tiles).toMatchObject([{ stdout: before.stdout, stale: true, cached: true }, { cached: false }])
  })

  test("is of the same card under the same filters, or none", async () => {
    const { cardId, version, dashboardId } = await makePage({ code: SLOW_CODE })
    await renderOne(dashboardId)
    expect(await render(dashboardId, { stale: true, filters: { kind: ["a"] } })).toMatchObject([{ cached: false }])
    const headers = { "if-match": `"${version}"` }
    await api.send("PATCH", `/api/cards/${cardId}`, { body: { code: `${SLOW_CODE}\n` }, headers })
    expect(await render(dashboardId, { stale: true })).toMatchObject([{ cached: false }])
  })
})

describe("readers of one card at the same time", () => {
  test("share one run", async () => {
    const { cardId, dashboardId } = await makePage({ code: SLOW_CODE })
    const twice = await makeDashboard([cardId, cardId])
    const tiles = (await Promise.all([dashboardId, dashboardId, twice, dashboardId].map((id) => render(id)))).flat()
    expect(tiles).toHaveLength(5)
    expect(new Set(tiles.map(({ stdout }) => stdout)).size).toBe(1)
  })

  test("do not lose it when the one who began it leaves", async () => {
    const { datasetId, cardId } = await makePage({ code: SLOW_CODE })
    const quick = await makeCard(datasetId)
    const dashboardId = await makeDashboard([quick.id, cardId])
    const begin = async (signal: AbortSignal) => {
      const response = await fetch(new URL(`/api/dashboards/${dashboardId}/render`, stack.url), {
        method: "POST",
        headers: { authorization: `Bearer ${api.token}`, "content-type": "application/json" },
        body: "{}",
        signal,
      })
      const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
      return { reader, first: (await reader.read()).value ?? "" }
    }
    const leaver = new AbortController()
    // Once the quick card's line is here, the slow one is under way.
    await begin(leaver.signal)
    const { reader, first } = await begin(new AbortController().signal)
    leaver.abort()
    let text = first
    for (let next = await reader.read(); !next.done; next = await reader.read()) text += next.value
    const lines = text
      .trim()
      .split("\n")
      .map((line) => RenderLine.parse(JSON.parse(line)))
    expect(lines).toMatchObject([{ cardId: quick.id, cached: true }, { cardId, cached: false }, { done: true }])
    expect(lines[1]).toMatchObject(ran)
  })

  test("what is kept comes before anything is run", async () => {
    const { cardId, dashboardId } = await makePage()
    await renderOne(dashboardId)
    const never = await makeCard("", {
      datasets: [],
      code: "import time\ndef render(d, f, p):\n    time.sleep(2)\n    return 1",
    })
    const tiles = await render(await makeDashboard([never.id, cardId]))
    expect(tiles.map(({ cardId: id, cached }) => [id, cached])).toEqual([
      [cardId, true],
      [never.id, false],
    ])
  })
})

// These end the stack and start it again, so they come last.
describe("results in the object store", () => {
  const files = () => globSync("objects/results/*/*/*", { cwd: dataDir }).map((path) => join(dataDir, path))

  test("outlive the process; what is damaged, or is another's, is not taken", async () => {
    const { dashboardId } = await makePage()
    const filters = { kind: ["b"] }
    const known = new Set(files())
    const [all, some] = [await renderOne(dashboardId), await renderOne(dashboardId, { filters })]
    const written = await waitFor("both results are written", () => {
      const fresh = files().filter((path) => !known.has(path))
      return fresh.length === 2 ? fresh : null
    })
    await stack.stop()
    await start({ CARDLOOM_RESULT_MEMORY_BYTES: "0" })
    expect(await renderOne(dashboardId)).toEqual({ ...all, cached: true })
    expect(await renderOne(dashboardId, { filters })).toEqual({ ...some, cached: true })

    const [one = "", other = ""] = written
    const [content, otherContent] = [readFileSync(one), readFileSync(other)]
    writeFileSync(one, otherContent)
    writeFileSync(other, content)
    expect(await renderOne(dashboardId)).toMatchObject({ cached: false, inputRows: 3, filteredRows: 3 })
    expect(await renderOne(dashboardId, { filters })).toMatchObject({ cached: false, filteredRows: 2 })

    await waitFor("both results are written again", () =>
      [one, other].every((path) => readFileSync(path, "utf8").length > 0),
    )
    for (const path of files()) writeFileSync(path, '{"key":')
    const again = await renderOne(dashboardId)
    expect([again.cached, numberOf(again)]).toEqual([false, 7])
    await waitFor("the damaged result is replaced", async () => (await renderOne(dashboardId)).cached)
  })

  test("are swept when they are too old to be shown", async () => {
    const { dashboardId } = await makePage()
    await renderOne(dashboardId)
    const old = await waitFor("a result is written", () => files()[0])
    const nineDaysAgo = new Date(Date.now() - 9 * 86_400_000)
    utimesSync(old, nineDaysAgo, nineDaysAgo)
    const { CARDLOOM_TICK_TOKEN: token } = z
      .object({ CARDLOOM_TICK_TOKEN: z.string() })
      .parse(JSON.parse(readFileSync(join(dataDir, "secrets.json"), "utf8")))
    const Swept = dataOf(z.object({ resultsSwept: z.int() }))
    let swept = 0
    for (let tick = 0; tick < 64; tick += 1) {
      const headers = { authorization: `Bearer ${token}` }
      swept += (await api.expect(Swept, "POST", "/api/internal/tick", { headers })).data.resultsSwept
    }
    expect(swept).toBe(1)
    expect(files()).not.toContain(old)
  })
})
