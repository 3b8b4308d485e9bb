import { setTimeout as delay } from "node:timers/promises"
import { AppError } from "#lib/domain/app-error.ts"
import type { Config } from "../config.ts"
import type { Log } from "../log.ts"
import { bubblewrapArguments } from "./bubblewrap-arguments.ts"
import { explainRefusal } from "./explain-refusal.ts"
import { readHostFacts } from "./host-facts.ts"
import type { SandboxJob, SealedProgress } from "./messages.ts"
import { findEscape } from "./probe.ts"
import { describeRuntime, type PythonRuntime } from "./python-runtime.ts"
import type { WorkDir } from "./work-dir.ts"
import { Zygote, ZygoteFailed, type RunningJob } from "./zygote.ts"

const RETRY_MS = 15_000
/** How long a job waits for a sandbox that is just coming back. */
const RESTART_PATIENCE_MS = 20_000

type State =
  | { name: "starting"; settled: Promise<void> }
  | { name: "ready"; zygote: Zygote }
  | { name: "refused"; reason: string }

/**
 * The sandbox as the rest of the executor knows it: keeps one zygote running, proves after every start that nothing
 * gets out of it, and refuses all work while that is not so. There is no other way to run a job.
 */
export class Sandbox {
  private readonly config: Config
  private readonly dir: WorkDir
  private readonly log: Log
  private readonly lossListeners: (() => void)[] = []
  private state: State = { name: "refused", reason: "The sandbox has not been started." }
  private stopping = false
  private runtime: PythonRuntime | null = null

  constructor(config: Config, dir: WorkDir, log: Log) {
    this.config = config
    this.dir = dir
    this.log = log
  }

  /** Resolves when the sandbox is ready, or refused: then `health` says why. */
  start(): Promise<void> {
    const settled = this.bringUp()
    this.state = { name: "starting", settled }
    return settled
  }

  stop(): void {
    this.stopping = true
    if (this.state.name === "ready") this.state.zygote.stop()
    this.state = { name: "refused", reason: "The executor is stopping." }
  }

  /** Called whenever a zygote is gone, and with it every slice. */
  onLoss(listener: () => void): void {
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

  get runtimeVersion(): string {
    return this.runtime ? `python ${this.runtime.version}` : "unknown"
  }

  /** Starts one job. Throws AppError "unavailable" when there is no sandbox to run it in. */
  async run(
    job: SandboxJob,
    options: { signal?: AbortSignal; onProgress?: (progress: SealedProgress) => void } = {},
  ): Promise<RunningJob> {
    if (this.state.name === "starting")
      await Promise.race([this.state.settled, delay(RESTART_PATIENCE_MS, null, { ref: false })])
    if (this.state.name !== "ready")
      throw new AppError("unavailable", this.health.reason ?? "There is no sandbox.", {
        retryAfterSeconds: RETRY_MS / 1000,
      })
    return this.state.zygote.run(job, options)
  }

  dropSlices(names: string[]): void {
    if (this.state.name === "ready") this.state.zygote.dropSlices(names)
  }

  private async bringUp(): Promise<void> {
    try {
      this.runtime = await describeRuntime(this.config.pythonDir, this.dir.user)
      const launcherArguments = bubblewrapArguments(this.dir, this.runtime, {
        spares: this.config.concurrency + 1,
        tmpBytes: this.config.card.tmpBytes,
        slicerMemoryBytes: this.config.slicer.memoryBytes,
        slicesBytes: this.config.slicer.slicesBytes,
      })
      const zygote = await Zygote.start(this.dir, launcherArguments, this.log)
      const escape = await findEscape(zygote)
      if (escape !== null) {
        zygote.stop()
        return this.refuse(
          `${escape} No job runs without the sandbox: see docs/sandbox.md for what the host must allow.`,
        )
      }
      if (this.stopping) return zygote.stop()
      this.state = { name: "ready", zygote }
      this.log.info({ runtime: this.runtimeVersion }, "sandbox ready")
      void zygote.ended.then((failure) => this.recover(zygote, failure))
    } catch (error) {
      this.refuse(await this.explain(error))
    }
  }

  private recover(zygote: Zygote, failure: ZygoteFailed): void {
    for (const listener of this.lossListeners) listener()
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
