/** `npm run bench:transforms`: a transform through the executor, against the same code in a process of its own, in one run. */
import { execFile } from "node:child_process"
import { mkdirSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { promisify } from "node:util"
import { z } from "zod"
import { newId } from "#lib/domain/ids.ts"
import {
  TransformEvent,
  type TransformInput,
  type TransformReport,
  type TransformRequest,
} from "#lib/domain/job-contract.ts"
import { objectKeys } from "#lib/domain/object-keys.ts"
import { pythonRuntime } from "#tests/support/python-runtime.ts"
import { startExecutor, type RunningExecutor } from "#tests/support/start-executor.ts"
import { describeHost } from "./host-load.ts"
import { figure, median } from "./statistics.ts"
import { pythonEnvironment } from "./warm-interpreter.ts"

const ROUNDS = Number(process.env["BENCH_ROUNDS"] ?? 3)
const ROWS = Number(process.env["BENCH_ROWS"] ?? 10_000_000)
const REACH = 1.2
const LIMIT_MB = 4096

const Cost = z.object({ wallMs: z.number(), cpuMs: z.number(), peakMb: z.number(), sizeBytes: z.number() })
type Cost = z.infer<typeof Cost>
type Sample = Omit<Cost, "cpuMs">

const sql = (query: string) => `def transform(inputs, params):\n    return inputs.sql("""${query}""")\n`
const polars = (expression: string) => `def transform(inputs, params):\n    return ${expression}\n`
const GROUPED = `group_by("customer", "region").agg(pl.len().alias("orders"), pl.col("amount").sum(), pl.col("day").max())`
const CASES = [
  {
    name: "group by, DuckDB",
    code: sql(
      "select customer, region, count(*) as orders, sum(amount) as amount, max(day) as day from orders group by all",
    ),
  },
  { name: "group by, Polars", code: polars(`inputs.polars("orders").${GROUPED}`) },
  {
    name: "join and group by, DuckDB",
    code: sql(
      "select country, product, channel, count(*) as orders, sum(amount * quantity) as amount from orders join customers using (customer) group by all",
    ),
  },
  {
    name: "join and group by, Polars",
    code: polars(
      `inputs.polars("orders").join(inputs.polars("customers"), on="customer").group_by("country", "product", "channel").agg(pl.len().alias("orders"), (pl.col("amount") * pl.col("quantity")).sum())`,
    ),
  },
  {
    name: "join, every row kept, DuckDB",
    code: sql("select orders.*, name, country from orders join customers using (customer)"),
  },
  {
    name: "join, every row kept, Polars",
    code: polars(
      `inputs.polars("orders").join(inputs.polars("customers").select("customer", "name", "country"), on="customer")`,
    ),
  },
]

const folder = mkdtempSync(join(tmpdir(), "cardloom-bench-"))
const say = (line: string) => process.stderr.write(`${line}\n`)

async function python(...args: string[]): Promise<unknown> {
  const { stdout } = await promisify(execFile)(
    join(pythonRuntime(), "bin/python"),
    [join(import.meta.dirname, "transform_job.py"), ...args],
    {
      // Polars and DuckDB have all cores on both sides.
      env: { ...pythonEnvironment, PYTHONPATH: join(import.meta.dirname, "../executor/python") },
      encoding: "utf8",
    },
  )
  return JSON.parse(stdout)
}

type Stored = TransformInput & { file: string }

async function store(executor: RunningExecutor, alias: string, ...generate: string[]): Promise<Stored> {
  const version = { datasetId: newId("ds"), dataVersionId: newId("dv") }
  const file = join(executor.objectsDir, objectKeys.data(version.datasetId, version.dataVersionId))
  mkdirSync(dirname(file), { recursive: true })
  const [kind = "", ...rest] = generate
  await python(kind, file, ...rest)
  return { alias, ...version, file }
}

/** The whole way: leased, sealed, run, written in our layout, profiled, hashed, stored. */
async function throughExecutor(executor: RunningExecutor, code: string, inputs: Stored[]): Promise<Sample> {
  const request: TransformRequest = {
    requestId: "bench",
    principal: "usr_bench",
    priority: "scheduled",
    timezone: "UTC",
    language: "python",
    code,
    inputs: inputs.map(({ alias, datasetId, dataVersionId }) => ({ alias, datasetId, dataVersionId })),
    params: {},
    runId: newId("run"),
    datasetId: newId("ds"),
    dataVersionId: newId("dv"),
  }
  const startedAt = performance.now()
  const response = await fetch(`${executor.url}/v1/transform`, {
    method: "POST",
    headers: { authorization: `Bearer ${executor.token}`, "content-type": "application/json" },
    body: JSON.stringify(request),
  })
  const lines = (await response.text()).trimEnd().split("\n")
  const wallMs = performance.now() - startedAt
  const report = reportOf(TransformEvent.parse(JSON.parse(lines.at(-1) ?? "")))
  rmSync(join(executor.objectsDir, objectKeys.dataset(request.datasetId)), { recursive: true, force: true })
  return { wallMs, peakMb: report.peakMemoryBytes / 1024 ** 2, sizeBytes: report.sizeBytes }
}

function reportOf(last: TransformEvent): TransformReport {
  if (!("report" in last)) throw new Error(`the transform failed: ${JSON.stringify(last)}`)
  return last.report
}

/** The code alone, or the sandbox's job without the sandbox, for its processor time. */
async function alone(way: "bare" | "job", code: string, inputs: Stored[]): Promise<Cost> {
  return Cost.parse(await python(way, code, folder, ...inputs.map(({ alias, file }) => `${alias}=${file}`)))
}

try {
  const before = describeHost()
  const columns = [
    "bare s",
    "ours s",
    "wall",
    "bare CPU s",
    "ours",
    "CPU",
    "bare peak MB",
    "ours",
    "bare Parquet MB",
    "ours",
  ]
  const lines = [
    [`${ROWS.toLocaleString("en-GB")} × 10`, ...columns],
    ["---", ...columns.map(() => "--:")],
  ]
  const executor = await startExecutor()
  let missed = false
  try {
    say("generating")
    const inputs = [
      await store(executor, "orders", "generate", String(ROWS)),
      await store(executor, "customers", "customers"),
    ]
    // The first run fetches its inputs, which later ones find on disk.
    await throughExecutor(executor, sql("select count(*) as n from orders, (select 1 from customers limit 1)"), inputs)
    for (const { name, code } of CASES) {
      const [bare, job, ours]: [Cost[], Cost[], Sample[]] = [[], [], []]
      // In turn, so that what else the machine does falls on all alike.
      for (let round = 0; round < ROUNDS; round += 1) {
        bare.push(await alone("bare", code, inputs))
        ours.push(await throughExecutor(executor, code, inputs))
        job.push(await alone("job", code, inputs))
        say(`${name}: ${figure((bare.at(-1)?.wallMs ?? 0) / 1000)} / ${figure((ours.at(-1)?.wallMs ?? 0) / 1000)} s`)
      }
      const of = (samples: Sample[], key: keyof Sample) => median(samples.map((sample) => sample[key]))
      const cpuOf = (costs: Cost[]) => median(costs.map(({ cpuMs }) => cpuMs))
      const ratio = of(ours, "wallMs") / of(bare, "wallMs")
      missed ||= ratio > REACH || of(ours, "peakMb") > LIMIT_MB
      lines.push([
        name,
        ...[bare, ours].map((samples) => figure(of(samples, "wallMs") / 1000)),
        `${ratio.toFixed(2)}×`,
        ...[bare, job].map((costs) => figure(cpuOf(costs) / 1000)),
        `${(cpuOf(job) / cpuOf(bare)).toFixed(2)}×`,
        ...[bare, ours].map((samples) => String(Math.round(of(samples, "peakMb")))),
        ...[bare, ours].map((samples) => figure(of(samples, "sizeBytes") / 1e6)),
      ])
    }
  } catch (error) {
    say(executor.output().slice(-4000))
    throw error
  } finally {
    await executor.stop()
  }
  process.stdout.write(`${lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n")}\n\n`)
  process.stdout.write(
    `Reach: ≤ ${REACH}×, ≤ ${LIMIT_MB} MB. Medians of ${ROUNDS}, in turn. Before: ${before}. After: ${describeHost()}.\n`,
  )
  if (missed) process.exitCode = 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}
