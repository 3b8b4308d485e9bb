/**
 * `npm run bench:scheduling`: what it costs the scheduler to begin 1,000 transforms that are due at once, with the
 * embedded database, from the tick's first read to the last run's creation.
 */
import { availableParallelism, loadavg } from "node:os"
import { newId, type UserId } from "#lib/domain/ids.ts"
import { closeDatabase, database } from "#lib/server/db/client.ts"
import { ensureTable } from "#lib/server/db/create-table.ts"
import { beginDueRuns } from "#lib/server/schedules/run-due.ts"
import { createTransform } from "#lib/server/transforms/transform-store.ts"
import { startDynamo } from "#tests/support/start-dynamo.ts"
import { figure, median } from "./statistics.ts"

const TRANSFORMS = Number(process.env["BENCH_TRANSFORMS"] ?? 1000)
const ROUNDS = Number(process.env["BENCH_ROUNDS"] ?? 5)
const DAY_MS = 24 * 60 * 60_000
const FIRST = new Date("2031-03-10T05:00:00Z")

const dynamo = await startDynamo()
try {
  process.env["DYNAMODB_ENDPOINT"] = dynamo.endpoint
  process.env["LOG_LEVEL"] = "silent"
  const { client, table } = database()
  await ensureTable(client, table)
  const ownerId = newId("usr")
  for (let made = 0; made < TRANSFORMS; made += 50)
    await Promise.all(Array.from({ length: Math.min(50, TRANSFORMS - made) }, () => makeTransform(ownerId)))

  const load = loadavg()[0] ?? 0
  const eachMs: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const startedAt = performance.now()
    const begun = await beginDueRuns(new Date(FIRST.getTime() + round * DAY_MS))
    eachMs.push((performance.now() - startedAt) / TRANSFORMS)
    if (begun.length !== TRANSFORMS) throw new Error(`${begun.length} of ${TRANSFORMS} were begun`)
  }
  const startedAt = performance.now()
  await beginDueRuns(new Date(FIRST.getTime() + ROUNDS * DAY_MS - 1000))
  const idleMs = performance.now() - startedAt
  process.stdout.write(
    `${[
      `${TRANSFORMS} transforms due at once, ${ROUNDS} rounds, ${availableParallelism()} cores, load ${load.toFixed(1)} before`,
      `ms for each: median ${figure(median(eachMs))}, worst ${figure(Math.max(...eachMs))} (at most 5)`,
      `ms for a tick that finds nothing due: ${figure(idleMs)}`,
    ].join("\n")}\n`,
  )
  if (median(eachMs) > 5) process.exitCode = 1
} finally {
  closeDatabase()
  await dynamo.stop()
}

async function makeTransform(ownerId: UserId): Promise<void> {
  const now = new Date().toISOString()
  await createTransform(
    {
      id: newId("tf"),
      name: "A transform",
      description: "",
      language: "sql",
      code: "select * from orders",
      inputs: [{ alias: "orders", datasetId: newId("ds") }],
      params: {},
      schedule: { cron: "0 6 * * *", timezone: "Europe/Berlin" },
      trigger: null,
      allowSchemaChange: false,
      outputDatasetId: null,
      lastRunId: null,
      ownerId,
      version: 1,
      createdAt: now,
      updatedAt: now,
    },
    FIRST.toISOString(),
  )
}
