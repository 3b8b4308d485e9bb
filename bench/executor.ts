/** `npm run bench:executor`: what a sealed job costs, against the same calls without isolation, in one run. */
import { execFileSync } from "node:child_process"
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs"
import { availableParallelism, tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { setTimeout as delay } from "node:timers/promises"
import { newId } from "#lib/domain/ids.ts"
import type { CardJob, CardResult } from "#lib/domain/job-contract.ts"
import { objectKeys } from "#lib/domain/object-keys.ts"
import { descendantsOf } from "#tests/support/processes.ts"
import { pythonRuntime } from "#tests/support/python-runtime.ts"
import { startExecutor, type RunningExecutor } from "#tests/support/start-executor.ts"
import { cardJob, dashboard, predicates, trivialCode } from "./cards.ts"
import { describeHost } from "./host-load.ts"
import { memoryOfAll } from "./memory.ts"
import { render } from "./render-client.ts"
import { figure, median, p95 } from "./statistics.ts"
import { pythonEnvironment, startWarmInterpreter } from "./warm-interpreter.ts"

const ROWS = 1_000_000
const TRIVIAL = 200
const ROUNDS = Number(process.env["BENCH_ROUNDS"] ?? 100)
const COLD_STARTS = 10
const cores = availableParallelism()
const python = pythonRuntime()
const folder = mkdtempSync(join(tmpdir(), "cardloom-bench-"))
const rows: string[][] = []

const say = (line: string) => process.stderr.write(`${line}\n`)
function add(measure: string, samples: number[], reach = "", ratio = "") {
  rows.push([measure, figure(median(samples)), figure(p95(samples)), String(samples.length), ratio, reach])
  say(rows.at(-1)?.join(" | ") ?? "")
}

/** Puts the generated data set into the executor's object store. */
function addDataset(executor: RunningExecutor) {
  const dataset = { datasetId: newId("ds"), dataVersionId: newId("dv") }
  const target = join(executor.objectsDir, objectKeys.data(dataset.datasetId, dataset.dataVersionId))
  mkdirSync(dirname(target), { recursive: true })
  copyFileSync(join(folder, "data.parquet"), target)
  return dataset
}
type Dataset = ReturnType<typeof addDataset>

/** Every card of the dashboard on rows that no slice has yet: `variant` names a category the data does not have. */
function cardsOf(dataset: Dataset, variant: string, authorOf: (number: number) => string): CardJob[] {
  const changed = predicates.map((one) => (one.op === "in" ? { ...one, values: [...one.values, variant] } : one))
  return dashboard.map(({ code, columns }, number) =>
    cardJob({
      key: `item${number}`,
      code,
      authorId: authorOf(number),
      inputs: [{ alias: "data", ...dataset, columns, predicates: changed }],
    }),
  )
}

async function trivialJobs(executor: RunningExecutor, ask: (request: object) => Promise<number[]>) {
  const body = { code: trivialCode, inputs: [], filters: [], params: {} }
  await ask({ kind: "one", times: 20, body })
  const [inside, sealed, requests]: [number[], number[], number[]] = [[], [], []]
  for (let round = 0; round < TRIVIAL + 10; round++) {
    const [own = 0] = await ask({ kind: "one", times: 1, body })
    const { wallMs, results } = await render(executor, [cardJob({ key: "k", code: trivialCode })])
    // The first few meet a cold executor.
    if (round < 10) continue
    inside.push(own)
    sealed.push((results[0]?.timings.totalMs ?? 0) - own)
    requests.push(wallMs - own)
    // Somebody who looks at one card after another; the next spare is ready by then.
    await delay(20)
  }
  const cold = coldStarts(median(inside))
  add("a trivial call in a warm interpreter, no isolation", inside)
  add(
    "**overhead of a sealed job** over it",
    sealed,
    "p50 ≤ 3, p95 ≤ 15",
    `${figure(median(cold) / median(sealed))}× less than cold`,
  )
  add("the same with its HTTP request", requests)
  add("overhead of bubblewrap + cold Python, same imports", cold, "≥ 100× the sealed job's")
}

function coldStarts(insideMs: number): number[] {
  return Array.from({ length: COLD_STARTS }, () => {
    const startedAt = performance.now()
    execFileSync(
      "bwrap",
      [
        ...[
          "--unshare-user",
          "--unshare-all",
          "--die-with-parent",
          "--proc",
          "/proc",
          "--dev",
          "/dev",
          "--tmpfs",
          "/tmp",
        ],
        ...["--ro-bind", "/usr", "/usr", "--symlink", "usr/lib", "/lib", "--symlink", "usr/lib64", "/lib64"],
        ...[
          "--ro-bind",
          python,
          "/opt/python",
          "--ro-bind",
          join(import.meta.dirname, "../executor/python"),
          "/opt/code",
        ],
        ...["--ro-bind", join(import.meta.dirname, "cold.py"), "/opt/cold.py"],
        ...["/opt/python/bin/python", "/opt/cold.py"],
      ],
      {
        env: { ...pythonEnvironment, PYTHONPATH: "/opt/code", MPLCONFIGDIR: "/tmp" },
        stdio: ["ignore", "ignore", "inherit"],
      },
    )
    return performance.now() - startedAt - insideMs
  })
}

async function throughput(executor: RunningExecutor) {
  // Twenty people with one card each at once, as often as it takes; nobody shares a process.
  const burst = async () => {
    const startedAt = performance.now()
    await Promise.all(
      Array.from({ length: cores + 1 }, (_, n) =>
        render(executor, [cardJob({ key: "k", code: trivialCode })], { principal: `usr_${n}` }),
      ),
    )
    return ((cores + 1) * 1000) / (performance.now() - startedAt)
  }
  const bursts: number[] = []
  for (let round = 0; round < 100; round++) {
    await delay(400)
    bursts.push(await burst())
  }
  add("trivial sealed jobs a second, burst of as many as are ready", bursts, "≥ 200")
  const sustained: number[] = []
  for (let second = 0; second < 20; second++) {
    const startedAt = performance.now()
    const count = 100
    const next = Array.from({ length: count }, (_, n) => n)
    const worker = async () => {
      while (next.pop() !== undefined) await render(executor, [cardJob({ key: "k", code: trivialCode })])
    }
    await Promise.all(Array.from({ length: 2 * cores }, worker))
    sustained.push((count * 1000) / (performance.now() - startedAt))
  }
  add("the same sustained, each window of 100 jobs", sustained, "≥ 80")
}

async function dashboards(executor: RunningExecutor, ask: (request: object) => Promise<number[]>) {
  const dataset = addDataset(executor)
  const bodies = cardsOf(dataset, "none", () => "usr_bench")
  const files = bodies.map((_, number) => join(folder, `${number}.arrow`))
  const inProcess = { kind: "spread", times: 1, processes: cores, bodies, files }
  const one = () => "usr_ada"
  const many = (number: number) => `usr_author${number}`
  const handover = (results: CardResult[]) =>
    Math.max(...results.map((result) => result.timings.sliceMs)) +
    results.reduce((total, result) => total + result.timings.loadMs, 0) / cores
  const first = await render(executor, cardsOf(dataset, "first", one))
  await ask(inProcess)
  const pure: number[] = []
  const slices: number[] = []
  const [oneNew, oneAgain, manyNew]: [number[], number[], number[]] = [[], [], []]
  for (let round = 0; round < ROUNDS; round++) {
    pure.push(...(await ask(inProcess)))
    const idle = cardsOf(dataset, `idle ${round}`, one).map((card) => ({ ...card, code: trivialCode }))
    slices.push(handover((await render(executor, idle)).results))
    oneNew.push((await render(executor, cardsOf(dataset, `one ${round}`, one))).wallMs)
    oneAgain.push((await render(executor, cardsOf(dataset, `one ${round}`, one))).wallMs)
    manyNew.push((await render(executor, cardsOf(dataset, `many ${round}`, many))).wallMs)
  }
  const over = (samples: number[]) => `${figure(median(samples) / median(pure))}×`
  add("20 cards in process over the cores, their rows at hand", pure, "", "1×")
  add("slice + handover of all 20 to cards that do nothing, a new filter value", slices, "≤ 100 ms")
  rows.push(["the same at the very first look, out of Parquet", figure(handover(first.results)), "—", "1", "", ""])
  add("**20 cards, one author**, a new filter value", oneNew, "≤ 1.3×", over(oneNew))
  add("20 cards, one author, the same filter value again", oneAgain, "", over(oneAgain))
  add("**20 cards, 20 authors**, a new filter value", manyNew, "≤ 2.5×", over(manyNew))
}

async function memory() {
  const jobs = 8
  const executor = await startExecutor({ EXECUTOR_CONCURRENCY: String(jobs), EXECUTOR_CARD_TIMEOUT_MS: "60000" })
  const dataset = addDataset(executor)
  const total = () => memoryOfAll([executor.pid, ...descendantsOf(executor.pid)]).pssMb
  try {
    await render(
      executor,
      cardsOf(dataset, "warm", (n) => `usr_${n}`),
    )
    await delay(3000)
    const before = total()
    const stay = cardsOf(dataset, "warm", (n) => `usr_${n}`)
      .slice(0, jobs)
      .map((card) => ({
        ...card,
        code: `${card.code.replace("def render", "def drawn")}\nimport time\ndef render(dataset, filters, params):\n    shown = drawn(dataset, filters, params)\n    time.sleep(6)\n    return shown\n`,
      }))
    const running = render(executor, stay)
    const samples: number[] = []
    for (let at = 0; at < 10; at++) {
      await delay(300)
      samples.push((total() - before) / jobs)
    }
    await running
    rows.push([
      "each further concurrent job (100k rows, a figure), PSS in MB",
      figure(samples.at(-1) ?? 0),
      figure(Math.max(...samples)),
      String(jobs),
      "",
      "≤ 60 MB",
    ])
  } finally {
    await executor.stop()
  }
}

try {
  const parquet = join(folder, "data.parquet")
  const warm = startWarmInterpreter(python)
  say("generating 1M rows of 50 columns")
  const columns = dashboard.map((card) => card.columns)
  await warm.ask({ kind: "generate", rows: ROWS, parquet, slices: folder, columns, predicates })
  const loadBefore = describeHost()
  const executor = await startExecutor({ EXECUTOR_RENEW_JOBS: "1000000" })
  try {
    await delay(2000)
    const idle = memoryOfAll([executor.pid, ...descendantsOf(executor.pid)])
    rows.push(["idle: executor, zygote and spares, PSS in MB", figure(idle.pssMb), "—", "1", "", "≤ 500 MB"])
    await trivialJobs(executor, warm.ask)
    await throughput(executor)
    await dashboards(executor, warm.ask)
  } finally {
    await executor.stop()
    await warm.stop()
  }
  await memory()
  const head = [
    ["measure", "p50", "p95", "n", "ratio", "reach"],
    ["---", "--:", "--:", "--:", "---", "---"],
  ]
  process.stdout.write(`${[...head, ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n")}\n\n`)
  process.stdout.write(`Milliseconds unless said otherwise. Before: ${loadBefore}. After: ${describeHost()}.\n`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
