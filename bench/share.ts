/**
 * `npm run bench:share`: a public link to a dashboard of 20 cards with kept results, read by 100 readers: once a second
 * each, and then each again as soon as they are answered. The readers run in a process of their own, on the same cores.
 */
import { spawn } from "node:child_process"
import { mkdtemp, rm } from "node:fs/promises"
import { request as httpRequest, Agent } from "node:http"
import { availableParallelism, loadavg, tmpdir } from "node:os"
import { join } from "node:path"
import { text } from "node:stream/consumers"
import { setTimeout as delay } from "node:timers/promises"
import { z } from "zod"
import { dataOf } from "#lib/domain/api.ts"
import { clientWithPassword } from "#tests/support/api-client.ts"
import { startStack } from "#tests/support/start-stack.ts"
import { percentile } from "./statistics.ts"
import { CARDS, makeWeatherDashboard } from "./weather-dashboard.ts"

const READERS = Number(process.env["BENCH_READERS"] ?? 100)
const SECONDS = Number(process.env["BENCH_SECONDS"] ?? 15)
const END = '{"done":true}\n'
const Made = dataOf(z.object({ url: z.string() }))
const Report = z.object({ latenciesMs: z.array(z.number()), seconds: z.number(), sizeBytes: z.number() })
type Report = z.infer<typeof Report>

const [role, target, everyMs] = process.argv.slice(2)
if (role === "readers" && target) process.stdout.write(JSON.stringify(await read(target, Number(everyMs))))
else await bench()

async function bench(): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), "cardloom-bench-"))
  const load = loadavg()[0] ?? 0
  const stack = await startStack({ dataDir, env: { CARDLOOM_LINK_REQUESTS_PER_MINUTE: "1000000" } })
  try {
    const api = await clientWithPassword(stack.url, stack.adminEmail, stack.adminPassword)
    const dashboardId = await makeWeatherDashboard(api)
    const { data } = await api.expect(Made, "POST", `/api/dashboards/${dashboardId}/links`, { body: { name: "Bench" } })
    const render = `${stack.url}/api/share/${data.url.slice(data.url.lastIndexOf("/") + 1)}/render`
    await readOnce(new Agent(), render)
    const alone: number[] = []
    const agent = new Agent({ keepAlive: true })
    for (let round = 0; round < 100; round += 1) alone.push((await readOnce(agent, render)).latencyMs)
    agent.destroy()
    const paced = await inItsOwnProcess(render, 1000)
    print(alone, paced, await inItsOwnProcess(render, 0), load)
  } finally {
    await stack.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

/** `everyMs`: how often each reader asks; 0 = as soon as they are answered. */
async function inItsOwnProcess(render: string, everyMs: number): Promise<Report> {
  const args = [...process.execArgv, import.meta.filename, "readers", render, String(everyMs)]
  const readers = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] })
  return Report.parse(JSON.parse(await text(readers.stdout)))
}

async function read(render: string, everyMs: number): Promise<Report> {
  const agent = new Agent({ keepAlive: true, maxSockets: READERS })
  // Connections are made, and the server is warm, before anything is measured.
  await Promise.all(Array.from({ length: READERS }, () => readOnce(agent, render)))
  const latenciesMs: number[] = []
  let sizeBytes = 0
  const beganAtMs = performance.now()
  const readAndAgain = async (_: unknown, reader: number) => {
    // Spread over the second, and never caught up: who is late asks later.
    if (everyMs > 0) await delay((everyMs * reader) / READERS)
    while (performance.now() - beganAtMs < SECONDS * 1000) {
      const once = await readOnce(agent, render)
      latenciesMs.push(once.latencyMs)
      sizeBytes = once.sizeBytes
      await delay(Math.max(0, everyMs - once.latencyMs))
    }
  }
  await Promise.all(Array.from({ length: READERS }, readAndAgain))
  agent.destroy()
  return { latenciesMs, seconds: (performance.now() - beganAtMs) / 1000, sizeBytes }
}

/** One render to the last byte. Throws unless it is a whole one. */
function readOnce(agent: Agent, render: string): Promise<{ latencyMs: number; sizeBytes: number }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ latencyMs: number; sizeBytes: number }>()
  const beganAtMs = performance.now()
  const headers = { "content-type": "application/json", "content-length": "2" }
  const sent = httpRequest(render, { agent, method: "POST", headers }, (response) => {
    let sizeBytes = 0
    let end = ""
    response.on("data", (chunk: Buffer) => {
      sizeBytes += chunk.length
      end = (end + chunk.subarray(-END.length).toString("latin1")).slice(-END.length)
    })
    response.on("end", () => {
      if (response.statusCode === 200 && end === END) resolve({ latencyMs: performance.now() - beganAtMs, sizeBytes })
      else reject(new Error(`not a whole render: ${response.statusCode} … ${end}`))
    })
    response.on("error", reject)
  })
  sent.on("error", reject)
  sent.end("{}")
  return promise
}

function print(alone: number[], paced: Report, greedy: Report, load: number): void {
  const row = (name: string, latencies: number[], rate: string) =>
    console.log(
      `| ${name} | ${percentile(latencies, 0.5).toFixed(1)} | ${percentile(latencies, 0.95).toFixed(1)} | ${rate} |`,
    )
  const rateOf = ({ latenciesMs, seconds }: Report) => (latenciesMs.length / seconds).toFixed(0)
  console.log(
    `\n${CARDS} cards, ${(greedy.sizeBytes / 1024).toFixed(0)} KiB; ${greedy.latenciesMs.length} renders in ${greedy.seconds.toFixed(1)} s; ${availableParallelism()} cores, load at start ${load.toFixed(1)}\n`,
  )
  console.log("| | p50 (ms) | p95 (ms) | renders a second |\n|---|---|---|---|")
  row("one reader", alone, "")
  row(`${READERS} readers, each once a second`, paced.latenciesMs, rateOf(paced))
  row(`${READERS} readers, each again at once`, greedy.latenciesMs, rateOf(greedy))
}
