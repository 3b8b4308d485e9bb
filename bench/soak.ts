/**
 * `npm run soak`: mixed hostile and honest load for SOAK_MINUTES (30). Fails when an honest job is not answered as it
 * should be, or when processes, descriptors, memory or temporary files grow.
 */
import { chmodSync, mkdtempSync, readdirSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as delay } from "node:timers/promises"
import type { CardJob, CardResult } from "#lib/domain/job-contract.ts"
import { body, card, ExecutorClient, input } from "#tests/integration/executor/executor-client.ts"
import { descendantsOf, isAlive } from "#tests/support/processes.ts"
import { startExecutor } from "#tests/support/start-executor.ts"
import { hostilePrograms } from "./hostile-programs.ts"
import { memoryOf, memoryOfAll } from "./memory.ts"

const minutes = Number(process.env["SOAK_MINUTES"] ?? 30)
const REPORT_EVERY_MS = 30_000
const failures: string[] = []
const counts = { honest: 0, hostile: 0, left: 0, busy: 0 }

const workDir = mkdtempSync(join(tmpdir(), "cardloom-soak-"))
chmodSync(workDir, 0o755)
const executor = await startExecutor({
  EXECUTOR_WORK_DIR: workDir,
  EXECUTOR_CARD_TIMEOUT_MS: "3000",
  EXECUTOR_CARD_MEMORY_BYTES: String(512 * 1024 ** 2),
  // Often enough that every soak sees several renewals.
  EXECUTOR_RENEW_MINUTES: String(minutes / 10),
})
const client = new ExecutorClient(executor)
const lines = Array.from({ length: 50_000 }, (_, row) => `${row % 7},${row % 100},${row}`)
const data = await client.dataset(`region,kind,amount\n${lines.join("\n")}\n`)
const until = performance.now() + minutes * 60_000
const isOver = () => performance.now() >= until

function honestCards(round: number): { cards: CardJob[]; expected: (string | number)[] } {
  const region = round % 7
  const rows = Array.from({ length: 50_000 }, (_, row) => row).filter((row) => row % 7 === region)
  const own = [input(data, { predicates: [{ op: "range", column: "region", gte: region, lte: region }] })]
  return {
    cards: [
      card(body("return int(dataset.amount.sum())"), { inputs: own }),
      card(body("return len(dataset)"), { inputs: own }),
      card(body("g = dataset.groupby('kind').amount.sum().reset_index()", "return px.bar(g, x='kind', y='amount')"), {
        inputs: own,
      }),
      card(body(`return 'round ${round}'`), { authorId: "usr_other" }),
    ],
    expected: [rows.reduce((a, b) => a + b, 0), rows.length, "figure", `round ${round}`],
  }
}

const shown = (result: CardResult | undefined) =>
  result?.display?.["application/vnd.cardloom.kpi+json"]?.value ??
  result?.display?.["text/html"] ??
  (result?.display?.["application/vnd.plotly.v1+json"] ? "figure" : JSON.stringify(result?.error))

async function honest(person: string): Promise<void> {
  for (let round = 0; !isOver(); round++) {
    const { cards, expected } = honestCards(round)
    const response = await client.post("/v1/render", {
      requestId: "soak",
      principal: person,
      priority: "dashboard",
      timezone: "UTC",
      cards,
    })
    if (response.status === 503) {
      counts.busy += 1
      await delay(1000 * Number(response.headers.get("retry-after") ?? 1))
      continue
    }
    const results = new Map<string, CardResult>()
    for (const line of (await response.text()).trimEnd().split("\n")) {
      const event: { key?: string; result?: CardResult } = JSON.parse(line)
      if (event.key !== undefined && event.result) results.set(event.key, event.result)
    }
    for (const [index, one] of cards.entries()) {
      counts.honest += 1
      const got = shown(results.get(one.key))
      if (got !== expected[index]) failures.push(`an honest card answered ${got}, not ${expected[index]}`)
    }
  }
}

async function hostile(person: string, start: number): Promise<void> {
  for (let round = start; !isOver(); round++) {
    const programs = [0, 1, 2].map((at) => hostilePrograms[(round * 3 + at) % hostilePrograms.length] ?? "")
    const leaving = new AbortController()
    // Now and then the reader leaves in the middle.
    const timer = round % 5 === 0 ? setTimeout(() => leaving.abort(), 200) : undefined
    try {
      const response = await client.post(
        "/v1/render",
        {
          requestId: "soak",
          principal: person,
          priority: round % 2 ? "dashboard" : "preview",
          timezone: "UTC",
          cards: programs.map((program) => card(program, { authorId: "usr_hostile", inputs: [input(data)] })),
        },
        { signal: leaving.signal },
      )
      await response.text()
      counts.hostile += programs.length
    } catch (error) {
      if (!leaving.signal.aborted) throw error
      counts.left += 1
    } finally {
      clearTimeout(timer)
    }
  }
}

/** After a pause, when nothing runs: what stays. */
async function measure() {
  await delay(4000)
  const below = descendantsOf(executor.pid).filter(isAlive)
  return {
    processes: below.length,
    descriptors: readdirSync(`/proc/${executor.pid}/fd`).length,
    executorMb: memoryOf(executor.pid).rssMb,
    sandboxMb: memoryOfAll(below).pssMb,
    temporaryFiles: readdirSync(workDir, { recursive: true }).length,
  }
}

const say = (text: string) => process.stdout.write(`${text}\n`)
await Promise.all([client.run(honestCards(0).cards[3]?.code ?? ""), client.run(honestCards(0).cards[3]?.code ?? "")])
const before = await measure()
say(`before ${JSON.stringify(before)}`)
const reports = setInterval(() => say(`${new Date().toISOString()} ${JSON.stringify(counts)}`), REPORT_EVERY_MS)
await Promise.all([honest("usr_ada"), honest("usr_alan"), hostile("usr_eve", 0), hostile("usr_mallory", 7)])
clearInterval(reports)
const after = await measure()
say(`after  ${JSON.stringify(after)}`)
if (after.processes > before.processes + 2)
  failures.push(`processes grew from ${before.processes} to ${after.processes}`)
if (after.descriptors > before.descriptors + 10)
  failures.push(`descriptors grew from ${before.descriptors} to ${after.descriptors}`)
if (after.executorMb > before.executorMb + 150)
  failures.push(`the executor's memory grew from ${before.executorMb} to ${after.executorMb} MB`)
if (after.sandboxMb > before.sandboxMb + 300)
  failures.push(`the sandbox's memory grew from ${before.sandboxMb} to ${after.sandboxMb} MB`)
if (after.temporaryFiles > before.temporaryFiles + 3)
  failures.push(`temporary files grew from ${before.temporaryFiles} to ${after.temporaryFiles}`)
const inside = descendantsOf(executor.pid)
await executor.stop()
await delay(1000)
if (inside.some(isAlive)) failures.push("processes stayed behind")
if (readdirSync(workDir).length > 0) failures.push("the work folder was not removed")
rmSync(workDir, { recursive: true, force: true })
say(`${JSON.stringify(counts)}; ${failures.length} failures`)
for (const failure of failures.slice(0, 20)) say(failure)
process.exit(failures.length === 0 ? 0 : 1)
