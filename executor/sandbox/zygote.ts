import { spawn, type ChildProcess } from "node:child_process"
import { connect, type Socket } from "node:net"
import type { Log } from "../log.ts"
import { encodeFrame, FrameReader } from "./frames.ts"
import { JobConnection } from "./job-connection.ts"
import { ControlMessage, type ExitReport, type JobListener, type SandboxJob, type SandboxOutcome } from "./messages.ts"
import type { ControlGroup } from "./control-group.ts"
import { ReadySockets } from "./ready-sockets.ts"
import type { SandboxUser } from "./work-dir.ts"

const CONTROL_HEADER = { job: "control", kind: "control", deadlineMs: 1, memoryBytes: 1024 ** 2 }
const WAIT_THEN_BECOME = 'read -r _ && exec "$@" </dev/null'
const START_TIMEOUT_MS = 60_000
/** As many names as surely fit into what the zygote reads as one order. */
const MAX_DROPPED_AT_ONCE = 500
const KEPT_STDERR_CHARACTERS = 4000

/** Why no sandbox came up: what the launcher said last, for explain-refusal.ts. */
export class ZygoteFailed extends Error {
  readonly stderr: string
  constructor(message: string, stderr: string, options?: ErrorOptions) {
    super(message, options)
    this.name = "ZygoteFailed"
    this.stderr = stderr
  }
}

export type RunningJob = {
  /** Never rejects. Comes as soon as the process has answered. */
  outcome: Promise<SandboxOutcome>
  /** The process is gone: only now is its slot free. How it ended; null when its sandbox went first. */
  ended: Promise<ExitReport | null>
}

/**
 * `socket`: where it will listen. `readySockets`: how many jobs may begin at once without connecting first.
 * `controlGroup`: what it is put into before it runs.
 */
type Launch = {
  id: number
  socket: string
  user: SandboxUser
  launcherArguments: string[]
  readySockets: number
  controlGroup: ControlGroup | null
  log: Log
}

/** A process that was hung up on, or has answered, is gone within milliseconds. */
const END_GRACE_MS = 10_000

type Entry = { connection: JobConnection; end: (exit: ExitReport | null) => void; unreported?: NodeJS.Timeout }

/** One running launcher with its zygote, and the jobs inside. When it dies it stays dead: see sandbox.ts. */
export class Zygote {
  readonly id: number
  readonly ended: Promise<ZygoteFailed>
  readonly bornAt = performance.now()
  private readonly socketPath: string
  private readonly sockets: ReadySockets
  private readonly log: Log
  private readonly process: ChildProcess
  private readonly jobs = new Map<string, Entry>()
  private control: Socket | null = null
  private stderr = ""
  private readonly dropped: string[] = []
  private nextJob = 1

  private constructor(launch: Launch) {
    this.id = launch.id
    this.socketPath = launch.socket
    this.sockets = new ReadySockets(launch.socket, launch.readySockets)
    this.log = launch.log
    // It waits for a line before it becomes bubblewrap: by then it is in its control group, with all it will start.
    this.process = spawn("/bin/sh", ["-c", WAIT_THEN_BECOME, "sh", "bwrap", ...launch.launcherArguments], {
      cwd: "/",
      env: { NODE_ENV: "production", PATH: process.env["PATH"] },
      stdio: ["pipe", "pipe", "pipe"],
      ...(launch.user ?? {}),
    })
    if (this.process.pid !== undefined) launch.controlGroup?.add(this.process.pid)
    this.process.stdin?.on("error", () => undefined).end("go\n")
    this.process.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.stderr = (this.stderr + text).slice(-KEPT_STDERR_CHARACTERS)
      this.log.debug({ stderr: text.trimEnd() }, "zygote")
    })
    const { promise, resolve } = Promise.withResolvers<ZygoteFailed>()
    this.ended = promise
    this.process.once("error", (error) => resolve(new ZygoteFailed(error.message, this.stderr, { cause: error })))
    // "close" comes after the last of stderr; "exit" may not.
    this.process.once("close", (code, signal) =>
      resolve(new ZygoteFailed(`the sandbox ended (${signal ?? `exit code ${code}`})`, this.stderr)),
    )
    void this.ended.then(() => this.loseAll())
  }

  /** Starts bubblewrap and waits until the libraries are imported. Rejects with ZygoteFailed. */
  static async start(launch: Launch): Promise<Zygote> {
    const zygote = new Zygote(launch)
    const tooSlow = Promise.withResolvers<never>()
    const timer = setTimeout(() => {
      tooSlow.reject(new ZygoteFailed(`the sandbox did not start within ${START_TIMEOUT_MS / 1000} s`, zygote.stderr))
    }, START_TIMEOUT_MS)
    try {
      const failed = zygote.ended.then((reason) => Promise.reject(reason))
      await Promise.race([zygote.untilReady(), failed, tooSlow.promise])
      zygote.sockets.refill()
      return zygote
    } catch (error) {
      zygote.stop()
      throw error
    } finally {
      clearTimeout(timer)
    }
  }

  /** Runs one job in a process of its own. Aborting kills that process. */
  run(job: SandboxJob, listener: JobListener = {}): RunningJob {
    const id = `j${this.nextJob++}`
    const outcome = Promise.withResolvers<SandboxOutcome>()
    const ended = Promise.withResolvers<ExitReport | null>()
    const abort = () => connection.cancel()
    const connection = new JobConnection(this.sockets.take(), id, job, {
      onProgress: listener.onProgress,
      onLog: listener.onLog,
      onCuts: listener.onCuts,
      onFinished: (result) => {
        listener.signal?.removeEventListener("abort", abort)
        outcome.resolve(result)
        if (this.jobs.has(id)) entry.unreported = setTimeout(() => this.giveUp(id), END_GRACE_MS)
      },
    })
    const entry: Entry = { connection, end: ended.resolve }
    this.jobs.set(id, entry)
    listener.signal?.addEventListener("abort", abort, { once: true })
    if (listener.signal?.aborted) abort()
    if (this.process.exitCode !== null || this.process.signalCode !== null) this.loseAll()
    return { outcome: outcome.promise, ended: ended.promise }
  }

  /** Jobs it has been given so far. */
  get jobCount(): number {
    return this.nextJob - 1
  }

  dropSlices(names: string[]): void {
    // Evicted together, told together: each order wakes the zygote.
    if (this.dropped.length === 0) setImmediate(() => this.orderDrops())
    this.dropped.push(...names)
  }

  private orderDrops(): void {
    const names = this.dropped.splice(0)
    for (let from = 0; from < names.length; from += MAX_DROPPED_AT_ONCE)
      this.order({ drop: names.slice(from, from + MAX_DROPPED_AT_ONCE) })
  }

  private order(order: { drop: string[] } | { end: string[] }): void {
    if (this.control?.writable) this.control.write(encodeFrame(order))
  }

  /** No more cards will come for this share: its processes end. */
  endShare(share: string): void {
    this.order({ end: [share] })
  }

  /** Ends it and, with it, every process inside: they live in its pid namespace. */
  stop(): void {
    this.process.kill("SIGKILL")
  }

  private async untilReady(): Promise<void> {
    await new Promise<void>((resolve) => {
      let said = ""
      this.process.stdout?.on("data", (chunk: Buffer) => {
        said = (said + chunk.toString()).slice(0, 100)
        if (said.includes("ready\n")) resolve()
      })
    })
    await new Promise<void>((resolve) => {
      const control = connect(this.socketPath)
      this.control = control
      const reader = new FrameReader({ totalBytes: Number.MAX_SAFE_INTEGER, frames: Number.MAX_SAFE_INTEGER })
      control.on("error", (error) => this.log.warn({ err: error }, "control connection"))
      control.on("close", () => this.stop())
      control.on("data", (chunk: Buffer) => {
        for (const raw of reader.push(chunk)) {
          const message = ControlMessage.parse(raw)
          if (message.type === "ready") resolve()
          else this.endJob(message)
        }
      })
      control.write(encodeFrame(CONTROL_HEADER))
    })
  }

  private endJob(report: ExitReport): void {
    const entry = this.jobs.get(report.job)
    this.jobs.delete(report.job)
    clearTimeout(entry?.unreported)
    entry?.connection.reportExit(report)
    entry?.end(report)
    if (this.jobs.size === 0) this.sockets.refill()
  }

  /** One slot too many taken for a while is better than one lost for ever. */
  private giveUp(job: string): void {
    this.log.error({ job }, "the end of a job was not reported")
    const entry = this.jobs.get(job)
    this.jobs.delete(job)
    entry?.connection.hangUp()
    entry?.end(null)
  }

  private loseAll(): void {
    for (const entry of this.jobs.values()) {
      entry.connection.lose()
      entry.end(null)
      clearTimeout(entry.unreported)
    }
    this.jobs.clear()
  }
}
