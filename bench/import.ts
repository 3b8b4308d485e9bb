/** `npm run bench:import`: what an exact import costs, against DuckDB's plain COPY of the same file, in one run. */
import { execFileSync } from "node:child_process"
import { linkSync, mkdirSync, mkdtempSync, openSync, readSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { setTimeout as delay } from "node:timers/promises"
import { z } from "zod"
import { newId } from "#lib/domain/ids.ts"
import { ImportEvent, Inspection } from "#lib/domain/job-contract.ts"
import { objectKeys } from "#lib/domain/object-keys.ts"
import { descendantsOf } from "#tests/support/processes.ts"
import { pythonRuntime } from "#tests/support/python-runtime.ts"
import { startExecutor, type RunningExecutor } from "#tests/support/start-executor.ts"
import { describeHost } from "./host-load.ts"
import { peakMemoryMb } from "./memory.ts"
import { figure, median } from "./statistics.ts"
import { pythonEnvironment } from "./warm-interpreter.ts"

const ROUNDS = Number(process.env["BENCH_ROUNDS"] ?? 3)
const HEAD_BYTES = 1_000_000
const INSPECTIONS = 20
const FILES = [
  { name: "1M × 50", rows: 1_000_000, columns: 50 },
  { name: "10M × 10", rows: 10_000_000, columns: 10 },
]

const Cost = z.object({ wallMs: z.number(), cpuMs: z.number(), peakMb: z.number(), sizeBytes: z.number() })
type Sample = { wallMs: number; cpuMs?: number; peakMb: number; sizeBytes: number }

const folder = mkdtempSync(join(tmpdir(), "cardloom-bench-"))
const say = (line: string) => process.stderr.write(`${line}\n`)

/** A process of its own for each measurement, so that its peak memory is its own. */
function python(...args: string[]): unknown {
  const output = execFileSync(
    join(pythonRuntime(), "bin/python"),
    [join(import.meta.dirname, "import_job.py"), ...args],
    {
      env: { ...pythonEnvironment, PYTHONPATH: join(import.meta.dirname, "../executor/python") },
      encoding: "utf8",
      stdio: ["ignore", "pipe", "inherit"],
    },
  )
  return JSON.parse(output)
}

function upload(executor: RunningExecutor, write: (target: string) => void) {
  const uploadId = newId("up")
  const target = join(executor.objectsDir, objectKeys.upload(uploadId))
  mkdirSync(dirname(target), { recursive: true })
  write(target)
  return { uploadId, remove: () => rmSync(target) }
}

const post = (executor: RunningExecutor, path: string, body: object) =>
  fetch(`${executor.url}${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${executor.token}`, "content-type": "application/json" },
    body: JSON.stringify({ requestId: "bench", principal: "usr_bench", filename: "data.csv", options: {}, ...body }),
  })

/** The whole way: fetched, sealed, converted, profiled, hashed, stored. */
async function throughExecutor(executor: RunningExecutor, file: string): Promise<Sample> {
  const { uploadId, remove } = upload(executor, (target) => linkSync(file, target))
  const version = { datasetId: newId("ds"), dataVersionId: newId("dv") }
  const watching = new AbortController()
  const peak = watchPeak(executor.pid, watching.signal)
  const startedAt = performance.now()
  const response = await post(executor, "/v1/import", {
    priority: "preview",
    runId: newId("run"),
    uploadId,
    ...version,
  })
  const lines = (await response.text()).trimEnd().split("\n")
  const wallMs = performance.now() - startedAt
  watching.abort()
  if (!response.ok) throw new Error(`${response.status} ${lines.join()}`)
  const last = ImportEvent.parse(JSON.parse(lines.at(-1) ?? ""))
  if (!("report" in last)) throw new Error(`the import failed: ${JSON.stringify(last)}`)
  remove()
  rmSync(join(executor.objectsDir, objectKeys.dataset(version.datasetId)), { recursive: true, force: true })
  return { wallMs, peakMb: await peak, sizeBytes: last.report.sizeBytes }
}

/** The largest peak of any process of the executor, which is the import's. */
async function watchPeak(pid: number, signal: AbortSignal): Promise<number> {
  let peakMb = 0
  while (!signal.aborted) {
    peakMb = Math.max(peakMb, ...descendantsOf(pid).map(peakMemoryMb))
    await delay(100)
  }
  return peakMb
}

async function inspect(executor: RunningExecutor, file: string): Promise<number[]> {
  const head = Buffer.alloc(HEAD_BYTES)
  readSync(openSync(file, "r"), head)
  const sizeBytes = statSync(file).size
  const samples: number[] = []
  for (let round = 0; round < INSPECTIONS; round += 1) {
    const { uploadId, remove } = upload(executor, (target) => writeFileSync(target, head))
    const startedAt = performance.now()
    const response = await post(executor, "/v1/inspect", { uploadId, sizeBytes })
    const answer = await response.text()
    samples.push(performance.now() - startedAt)
    if (!response.ok) throw new Error(answer)
    Inspection.parse(JSON.parse(answer))
    remove()
    await delay(50)
  }
  return samples
}

type Way = { name: string; samples: Sample[]; reach: string }

async function measure(executor: RunningExecutor, file: string, columns: number): Promise<Way[]> {
  const ways: Record<"copy" | "converted" | "alone" | "all", Way> = {
    copy: { name: "DuckDB `COPY`, default sampling", samples: [], reach: "" },
    converted: { name: "**ours, to Parquet**", samples: [], reach: "≤ 1.3×, ≤ 1,200 MB" },
    alone: { name: "ours, to Parquet and a profile", samples: [], reach: "" },
    all: { name: "ours through the executor: fetched, sealed, hashed, stored", samples: [], reach: "≤ 1,200 MB" },
  }
  // In turn, so that what else the machine does falls on each alike.
  for (let round = 0; round < ROUNDS; round += 1) {
    ways.copy.samples.push(Cost.parse(python("copy", file, join(folder, "copy.parquet"))))
    ways.converted.samples.push(Cost.parse(python("convert", file, folder)))
    ways.alone.samples.push(Cost.parse(python("import", file, folder)))
    ways.all.samples.push(await throughExecutor(executor, file))
    say(
      `${columns} columns, round ${round + 1}: ${Object.values(ways)
        .map(({ samples }) => figure((samples.at(-1)?.wallMs ?? 0) / 1000))
        .join(" ")} s`,
    )
  }
  return Object.values(ways)
}

function table(name: string, rows: number, ways: Way[]): string[][] {
  const of = (way: Way | undefined, key: keyof Sample) =>
    median(way?.samples.flatMap((sample) => sample[key] ?? []) ?? [])
  const plain = ways[0]
  return ways.map((way) => [
    name,
    way.name,
    figure(of(way, "wallMs") / 1000),
    figure(of(way, "cpuMs") / 1000),
    `${(of(way, "wallMs") / of(plain, "wallMs")).toFixed(2)}×`,
    Number.isFinite(of(way, "cpuMs")) ? `${(of(way, "cpuMs") / of(plain, "cpuMs")).toFixed(2)}×` : "—",
    Number.isFinite(of(way, "peakMb")) ? String(Math.round(of(way, "peakMb"))) : "—",
    figure(of(way, "sizeBytes") / 1e6),
    Math.round((rows / of(way, "wallMs")) * 1000).toLocaleString("en-GB"),
    way.reach,
  ])
}

try {
  const before = describeHost()
  const lines = [
    ["file", "way", "wall s", "CPU s", "wall", "CPU", "peak MB", "Parquet MB", "rows a second", "reach"],
    ["---", "---", "--:", "--:", "--:", "--:", "--:", "--:", "--:", "---"],
  ]
  const perRow: number[] = []
  let previews: number[] = []
  const executor = await startExecutor()
  try {
    for (const { name, rows, columns } of FILES) {
      // Beside the objects: a link costs no copy.
      const file = join(executor.objectsDir, `${columns}.csv`)
      mkdirSync(executor.objectsDir, { recursive: true })
      say(`generating ${name}`)
      python("generate", file, String(rows), String(columns))
      if (columns === 10) perRow.push(await costPerRow(executor, rows / 10))
      else previews = await inspect(executor, file)
      const ways = await measure(executor, file, columns)
      lines.push(...table(`${name}, ${Math.round(statSync(file).size / 1e6)} MB`, rows, ways))
      if (columns === 10) perRow.push(median(ways[1]?.samples.flatMap(({ cpuMs }) => cpuMs ?? []) ?? []) / rows)
      rmSync(file)
    }
  } finally {
    await executor.stop()
  }
  process.stdout.write(`${lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n")}\n\n`)
  process.stdout.write(
    `A row of 10M × 10 takes ${((perRow[1] ?? 0) / (perRow[0] ?? 1)).toFixed(2)}× the processor time of one of 1M × 10 (reach: ≤ 1). `,
  )
  process.stdout.write(
    `A first look at the head of the 1M × 50 file: ${figure(median(previews))} ms (reach: ≤ 1,000).\n`,
  )
  process.stdout.write(`Medians of ${ROUNDS}, ways in turn. Before: ${before}. After: ${describeHost()}.\n`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** Milliseconds of processor time to Parquet, for each row of a file with a tenth of the rows. */
async function costPerRow(executor: RunningExecutor, rows: number): Promise<number> {
  const file = join(executor.objectsDir, "short.csv")
  python("generate", file, String(rows), "10")
  const samples = Array.from({ length: ROUNDS }, () => Cost.parse(python("convert", file, folder)).cpuMs)
  rmSync(file)
  return median(samples) / rows
}
