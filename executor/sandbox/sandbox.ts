import { rm } from "node:fs/promises"
import { totalmem } from "node:os"
import path from "node:path"
import { setTimeout as delay } from "node:timers/promises"
import { AppError } from "#lib/domain/app-error.ts"
import type { Config } from "../config.ts"
import type { Log } from "../log.ts"
import { bubblewrapArguments } from "./bubblewrap-arguments.ts"
import { createControlGroup, type ControlGroup } from "./control-group.ts"
import { explainRefusal } from "./explain-refusal.ts"
import { readHostFacts } from "./host-facts.ts"
import type { JobListener, SandboxJob } from "./messages.ts"
import { Place } from "./place.ts"
import { findEscape } from "./probe.ts"
import { describeRuntime, type PythonRuntime } from "./python-runtime.ts"
import { createSocketDir, type WorkDir } from "./work-dir.ts"
import { Zygote, ZygoteFailed, type RunningJob } from "./zygote.ts"

const RETRY_MS = 15_000
/** How long a job waits for a sandbox that is just coming back. */
const RESTART_PATIENCE_MS = 20_000

const GB = 1024 ** 3
const THREADS_PER_PROCESS = 72

type State =
  | { name: "starting"; settled: Promise<void> }
  | { name: "ready"; zygote: Zygote; place: Place }
  | { name: "refused"; reason: string }

/**
 * The sandbox as the rest of the executor knows it: keeps one zygote running, proves after every start that nothing
 * gets out of it, and refuses all work while that is not so. There is no other way to run a job.
 */
export class Sandbox {
  private readonly config: Config
  private readonly dir: WorkDir
  private readonly log: Log
  private readonly lossListeners: ((placeId: number) => void)[] = []
  private readonly controlGroup: ControlGroup | null
  /** The current one and those that only finish what they have begun. */
  private readonly zygotes = new Set<Zygote>()
  private state: State = { name: "refused", reason: "The sandbox has not been started." }
  private stopping = false
  private renewing = false
  private nextZygote = 1
  private runtime: PythonRuntime | null = null

  constructor(config: Config, dir: WorkDir, log: Log) {
    this.config = config
    this.dir = dir
    this.log = log
    this.controlGroup = createControlGroup(treeLimits(config), log)
  }

  /** Resolves when the sandbox is ready, or refused: then `health` says why. */
  start(): Promise<void> {
    const settled = this.bringUp()
    this.state = { name: "starting", settled }
    return settled
  }

  stop(): void {
    this.stopping = true
    for (const zygote of this.zygotes) zygote.stop()
    this.state = { name: "refused", reason: "The executor is stopping." }
  }

  /** After `stop`: resolves when every process of the sandbox is gone. */
  async gone(): Promise<void> {
    await Promise.all([...this.zygotes].map((zygote) => zygote.ended))
    await this.controlGroup?.remove()
  }

  /** Called whenever a zygote is gone, and with it every slice it held. */
  onLoss(listener: (placeId: number) => void): void {
    this.lossListeners.push(listener)
  }

  get health(): { ok: boolean; reason: string | null } {
    switch (this.state.name) {
      case "ready":
        return { ok: true, reason: null }
      case "refused":
        return { ok: false, reason: this.state.reason }
      case "starting":
        return { ok: false, reason: "The sandbox is starting." }
    }
  }

  /** It was lost and is coming back: jobs may wait for it. */
  get isRestarting(): boolean {
    return this.state.name === "starting"
  }

  /** What bounds the sandbox as a whole; each job has limits of its own in any case. */
  get controlGroupVersion(): "v2" | "v1" | "none" {
    return this.controlGroup?.version ?? "none"
  }

  get runtimeVersion(): string {
    return this.runtime ? `python ${this.runtime.version}` : "unknown"
  }

  /** Where new work runs, kept until released. Throws AppError "unavailable" when there is no sandbox. */
  async enter(): Promise<{ place: Place; release: () => void }> {
    if (this.state.name === "starting")
      await Promise.race([this.state.settled, delay(RESTART_PATIENCE_MS, null, { ref: false })])
    if (this.state.name !== "ready")
      throw new AppError("unavailable", this.health.reason ?? "There is no sandbox.", {
        retryAfterSeconds: RETRY_MS / 1000,
      })
    const { place, zygote } = this.state
    this.renewIfDue(zygote)
    return { place, release: place.hold() }
  }

  /** Starts one job. Throws AppError "unavailable" when there is no sandbox to run it in. */
  async run(job: SandboxJob, listener: JobListener = {}): Promise<RunningJob> {
    const { place, release } = await this.enter()
    try {
      return place.run(job, listener)
    } finally {
      release()
    }
  }

  /** No more cards will come for this share, wherever they ran. */
  endShare(share: string): void {
    for (const zygote of this.zygotes) zygote.endShare(share)
  }

  private async bringUp(): Promise<void> {
    try {
      const found = await this.startZygote()
      if ("escape" in found) return this.refuse(found.escape)
      if (this.stopping) return found.zygote.stop()
      this.use(found.zygote)
      this.log.info({ runtime: this.runtimeVersion, controlGroup: this.controlGroupVersion }, "sandbox ready")
    } catch (error) {
      this.refuse(await this.explain(error))
    }
  }

  /** A zygote that has passed the self-test, or why it did not. Rejects when none came up. */
  private async startZygote(): Promise<{ zygote: Zygote } | { escape: string }> {
    const runtime = await describeRuntime(this.config.pythonDir, this.dir.user)
    this.runtime = runtime
    const id = this.nextZygote++
    const socket = await createSocketDir(this.dir, id)
    const launcherArguments = bubblewrapArguments(this.dir, socket, runtime, {
      spares: this.config.concurrency + 1,
      tmpBytes: this.config.card.tmpBytes,
      slicerMemoryBytes: this.config.slicer.memoryBytes,
      slicesBytes: this.config.slicer.slicesBytes,
    })
    const { controlGroup, log } = this
    const { user } = this.dir
    const readySockets = this.config.concurrency + 1
    const zygote = await Zygote.start({ id, socket, user, launcherArguments, readySockets, controlGroup, log })
    this.zygotes.add(zygote)
    void zygote.ended.then(() => {
      this.zygotes.delete(zygote)
      return rm(path.dirname(socket), { recursive: true, force: true })
    })
    const escape = await findEscape(zygote)
    if (escape === null) return { zygote }
    zygote.stop()
    return { escape: `${escape} No job runs without the sandbox: see docs/sandbox.md for what the host must allow.` }
  }

  private use(zygote: Zygote): void {
    this.state = { name: "ready", zygote, place: new Place(zygote) }
    void zygote.ended.then((failure) => this.recover(zygote, failure))
  }

  /** Children inherit hash seed and address layout from their zygote, so none of it lives too long. */
  private renewIfDue(zygote: Zygote): void {
    const { jobs, ageMs } = this.config.renewal
    const isDue = zygote.jobCount >= jobs || performance.now() - zygote.bornAt >= ageMs
    if (isDue && !this.renewing && !this.stopping) void this.renew()
  }

  private async renew(): Promise<void> {
    this.renewing = true
    try {
      const found = await this.startZygote()
      if ("escape" in found) return this.refuse(found.escape)
      if (this.stopping || this.state.name !== "ready") return found.zygote.stop()
      const old = this.state
      this.use(found.zygote)
      old.place.retire(() => this.log.info({ jobs: old.zygote.jobCount }, "sandbox renewed"))
    } catch (error) {
      this.log.error({ err: error }, "the sandbox could not be renewed and goes on as it is")
      await delay(RETRY_MS, null, { ref: false })
    } finally {
      this.renewing = false
    }
  }

  private recover(zygote: Zygote, failure: ZygoteFailed): void {
    for (const listener of this.lossListeners) listener(zygote.id)
    if (this.state.name !== "ready" || this.state.zygote !== zygote) return
    this.log.error({ err: failure, stderr: failure.stderr }, "sandbox lost, starting another")
    void this.start()
  }

  private refuse(reason: string): void {
    if (this.stopping) return
    this.state = { name: "refused", reason }
    this.log.error({ reason }, "sandbox refused: no job will run")
    // The operator may be mending the host; every attempt ends with the self-test again.
    setTimeout(() => {
      if (this.state.name === "refused") void this.start()
    }, RETRY_MS).unref()
  }

  private async explain(error: unknown): Promise<string> {
    const facts = await readHostFacts()
    if (error instanceof ZygoteFailed) return explainRefusal(`${error.stderr}`.trim() || error.message, facts)
    const message = error instanceof Error ? error.message : String(error)
    return `The Python runtime in ${this.config.pythonDir} cannot be run by the sandbox's user (${message.split("\n")[0]}). No job runs without the sandbox.`
  }
}

/** Room for everything that may run at once. Never all of the host's memory: the executor needs some to say no. */
function treeLimits({ card, import: imports, transform, slicer, concurrency }: Config) {
  const cards = concurrency * card.memoryBytes
  // Imports, exports, transforms and their previews have half as many places each.
  const long = Math.ceil(concurrency / 2) * (imports.memoryBytes + card.memoryBytes + 2 * transform.memoryBytes)
  const all = GB + cards + long + slicer.memoryBytes + slicer.slicesBytes
  return {
    memoryBytes: Math.min(all, Math.floor(totalmem() * 0.9)),
    processes: (5 * concurrency + 8) * THREADS_PER_PROCESS,
  }
}
