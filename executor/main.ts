/** Starts the executor: environment, work folder, sandbox, HTTP; and ends all of it together. */
import { once } from "node:events"
import type { AddressInfo, Socket } from "node:net"
import { setTimeout as delay } from "node:timers/promises"
import type { ObjectStore } from "#lib/objects/object-store.ts"
import { openObjectStore } from "#lib/objects/open-store.ts"
import { parseConfig, type Config } from "./config.ts"
import { createHttpServer, type Executor } from "./http/server.ts"
import { DatasetCache } from "./jobs/dataset-cache.ts"
import { SliceStore } from "./jobs/slice-store.ts"
import { UploadCache } from "./jobs/upload-cache.ts"
import { createLog } from "./log.ts"
import { Metrics } from "./metrics.ts"
import { JobQueue } from "./queue/job-queue.ts"
import { Sandbox } from "./sandbox/sandbox.ts"
import { createWorkDir, removeWorkDir, sandboxUser } from "./sandbox/work-dir.ts"
import { watchParent } from "./watch-parent.ts"

const DRAIN_MS = 25_000
const PROCESSES_END_MS = 2_000
const SWEEP_MS = 100
const PYTHON_SOURCE = new URL("python", import.meta.url).pathname

async function main(): Promise<void> {
  const { config, store } = readSettings()
  const log = createLog(config.logLevel)
  const dir = await createWorkDir({
    parent: config.workDirParent,
    pythonSource: PYTHON_SOURCE,
    user: sandboxUser(config.sandboxUid),
  })
  const sandbox = new Sandbox(config, dir, log)
  const metrics = new Metrics()
  const datasets = new DatasetCache({ store, folder: dir.data, limitBytes: config.dataCacheBytes })
  const slices = new SliceStore({ sandbox, datasets, limits: config.slicer })
  const queue = new JobQueue({ slots: config.concurrency, limit: config.queueLimit })
  // Imports run for minutes: with slots of their own they never stand before somebody's dashboard.
  const importQueue = new JobQueue({ slots: Math.max(1, Math.floor(config.concurrency / 2)), limit: config.queueLimit })
  // Exports take a while too, and have nothing to wait for behind an import.
  const exportQueue = new JobQueue({ slots: Math.max(1, Math.floor(config.concurrency / 2)), limit: config.queueLimit })
  const transformQueue = new JobQueue({
    slots: Math.max(1, Math.floor(config.concurrency / 2)),
    limit: config.queueLimit,
  })
  const transformPreviewQueue = new JobQueue({
    slots: Math.max(1, Math.floor(config.concurrency / 2)),
    limit: config.queueLimit,
  })
  metrics.watchQueue("queue", queue)
  metrics.watchQueue("import_queue", importQueue)
  metrics.watchQueue("export_queue", exportQueue)
  metrics.watchQueue("transform_queue", transformQueue)
  metrics.watchQueue("transform_preview_queue", transformPreviewQueue)
  metrics.watchSandbox(() => sandbox.health.ok)

  let draining = false
  const shared = { sandbox, log, metrics }
  const uploads = new UploadCache({ store, folder: dir.uploads })
  const executor: Executor = {
    ...shared,
    token: config.token,
    queue,
    cards: { ...shared, slices, limits: config.card, queue },
    queries: { ...shared, datasets, queue, limits: config.card },
    imports: {
      ...shared,
      uploads,
      datasets,
      store,
      dir,
      queue: importQueue,
      limits: config.import,
    },
    inspections: { ...shared, uploads, queue, limits: config.card },
    exports: {
      ...shared,
      datasets,
      dir,
      queue: exportQueue,
      limits: { ...config.import, memoryBytes: config.card.memoryBytes },
    },
    transforms: {
      ...shared,
      datasets,
      store,
      dir,
      queue: transformQueue,
      previewQueue: transformPreviewQueue,
      limits: config.transform,
      previewTimeoutMs: config.transform.previewTimeoutMs,
    },
    isDraining: () => draining,
  }
  const server = createHttpServer(executor)
  const sockets = new Set<Socket>()
  server.on("connection", (socket) => {
    sockets.add(socket)
    socket.once("close", () => sockets.delete(socket))
  })

  const stop = async (reason: string, graceMs: number) => {
    if (draining) return
    draining = true
    log.info({ reason }, "stopping")
    const closed = once(server, "close")
    server.close()
    // Requests under way are waited for, but not connections whose request has ended, or that never brought one.
    const sweeping = setInterval(() => {
      server.closeIdleConnections()
      for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy()
    }, SWEEP_MS)
    const inTime = await Promise.race([closed.then(() => true), delay(graceMs, false)])
    clearInterval(sweeping)
    if (!inTime) log.warn("requests were cut short by the stop")
    sandbox.stop()
    await Promise.race([sandbox.gone(), delay(PROCESSES_END_MS)])
    await removeWorkDir(dir)
    process.exit(0)
  }
  process.on("SIGTERM", () => void stop("SIGTERM", DRAIN_MS))
  process.on("SIGINT", () => void stop("SIGINT", DRAIN_MS))
  if (config.watchParent) watchParent(() => void stop("the launcher is gone", 0))

  await sandbox.start()
  server.listen(config.port, config.host)
  await once(server, "listening")
  const { address, port } = server.address() as AddressInfo
  log.info({ address, port, ...sandbox.health }, "executor listening")
}

/** What is wrong with the environment is told in sentences, without a stack. */
function readSettings(): { config: Config; store: ObjectStore } {
  try {
    return { config: parseConfig(process.env), store: openObjectStore(process.env) }
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exit(2)
  }
}

await main()
