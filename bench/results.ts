/** `npm run bench:results`: a dashboard of 20 cards shown from kept results and by running its cards, in one process's life. */
import { mkdtemp, rm } from "node:fs/promises"
import { availableParallelism, loadavg, tmpdir } from "node:os"
import { join } from "node:path"
import { z } from "zod"
import { clientWithPassword, type ApiClient } from "#tests/support/api-client.ts"
import { startStack, type RunningStack } from "#tests/support/start-stack.ts"
import { CARDS, makeWeatherDashboard } from "./weather-dashboard.ts"

const ROUNDS = Number(process.env["BENCH_ROUNDS"] ?? 100)

type Sample = { firstLineMs: number; wholeMs: number; sizeBytes: number }
type Row = { name: string; samples: Sample[] }

const dataDir = await mkdtemp(join(tmpdir(), "cardloom-bench-"))
const load = loadavg()[0] ?? 0
try {
  const [ran, remembered] = await withStack({}, async (stack, api) => {
    const dashboardId = await makeWeatherDashboard(api)
    await render(stack, api, dashboardId, {})
    return measure([
      ["cards run", () => render(stack, api, dashboardId, { refresh: true })],
      ["kept, in the process's memory", () => render(stack, api, dashboardId, {})],
    ])
  })
  const [stored] = await withStack({ CARDLOOM_RESULT_MEMORY_BYTES: "0" }, async (stack, api) => {
    const { data } = await api.expect(
      z.object({ data: z.array(z.object({ id: z.string() })) }),
      "GET",
      "/api/dashboards",
    )
    const dashboardId = data[0]?.id ?? ""
    return measure([["kept, in the object store (a folder)", () => render(stack, api, dashboardId, {})]])
  })
  print([ran, stored, remembered].filter((row) => row !== undefined))
} finally {
  await rm(dataDir, { recursive: true, force: true })
}

async function withStack<T>(
  env: Record<string, string>,
  use: (stack: RunningStack, api: ApiClient) => Promise<T>,
): Promise<T> {
  const stack = await startStack({ dataDir, env })
  try {
    return await use(stack, await clientWithPassword(stack.url, stack.adminEmail, stack.adminPassword))
  } finally {
    await stack.stop()
  }
}

/** All ways in turn, so that what else the machine does falls on each alike. */
async function measure(ways: [string, () => Promise<Sample>][]): Promise<Row[]> {
  const rows = ways.map(([name]): Row => ({ name, samples: [] }))
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [index, [, once]] of ways.entries()) rows[index]?.samples.push(await once())
  }
  return rows
}

async function render(stack: RunningStack, api: ApiClient, dashboardId: string, body: object): Promise<Sample> {
  const startedAt = performance.now()
  const response = await fetch(new URL(`/api/dashboards/${dashboardId}/render`, stack.url), {
    method: "POST",
    headers: { authorization: `Bearer ${api.token}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  })
  let firstLineMs = 0
  let sizeBytes = 0
  let end = ""
  for await (const chunk of response.body ?? []) {
    firstLineMs ||= performance.now() - startedAt
    sizeBytes += chunk.length
    end = (end + Buffer.from(chunk).toString("latin1")).slice(-20)
  }
  if (!end.endsWith('{"done":true}\n')) throw new Error(`the dashboard was not answered: ${response.status} ${end}`)
  return { firstLineMs, wholeMs: performance.now() - startedAt, sizeBytes }
}

function print(rows: Row[]): void {
  const slowest = quantile(rows[0]?.samples.map(({ wholeMs }) => wholeMs) ?? [], 0.5)
  const ms = (value: number) => value.toFixed(1)
  console.log(
    `\n${CARDS} cards, ${((rows[0]?.samples[0]?.sizeBytes ?? 0) / 1024).toFixed(0)} KiB; ${ROUNDS} renders of each kind; ${availableParallelism()} cores, load at start ${load.toFixed(1)}\n`,
  )
  console.log("| | first line p50 (ms) | whole p50 (ms) | whole p95 (ms) | times faster |\n|---|---|---|---|---|")
  for (const { name, samples } of rows) {
    const whole = samples.map(({ wholeMs }) => wholeMs)
    const first = samples.map(({ firstLineMs }) => firstLineMs)
    const ratio = slowest / quantile(whole, 0.5)
    console.log(
      `| ${name} | ${ms(quantile(first, 0.5))} | ${ms(quantile(whole, 0.5))} | ${ms(quantile(whole, 0.95))} | ${ratio.toFixed(1)} |`,
    )
  }
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}
