import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { z } from "zod"
import { ExecutorHealth } from "#lib/domain/job-contract.ts"
import { LaunchFailure, answers, awaitReady } from "./await-ready.ts"
import { takeExclusiveLock } from "./exclusive-lock.ts"
import { freePort, isPortFree } from "./free-port.ts"
import type { LaunchConfig } from "./launch-config.ts"
import { loadSecrets } from "./secrets.ts"
import {
  databaseService,
  executorService,
  executorUrl,
  scriptService,
  webService,
  type Service,
  type StackPlan,
} from "./services.ts"
import { startChild, type Child } from "./start-child.ts"
import { startTicking } from "./tick.ts"

const graceMs = 10_000
const taskTimeoutMs = 180_000
const Prepared = z.object({ signInUrl: z.string().optional() })
const State = z.object({ pid: z.number(), url: z.string() })

/** Wired by the program: where to speak, and where the repository lies. */
export type LaunchEffects = { root: string; pythonDir: string; development: boolean; say: (line: string) => void }

export type RunningStack = {
  /** The page to open: signs the first admin in while there is none. */
  openUrl: string
  /** Settles with a sentence when a process of the stack ends unasked. */
  broken: Promise<string>
  stop: () => Promise<void>
}

/**
 * Starts stores, executor and web in that order, each when the one before answers.
 * Throws LaunchFailure with a sentence for the person, having ended whatever it had started.
 */
export async function launchStack(
  config: LaunchConfig,
  effects: LaunchEffects,
  signal: AbortSignal,
): Promise<RunningStack> {
  const { say, root } = effects
  const stack = new Stack(config, signal)
  try {
    await stack.claimDataDir()
    if (!(await isPortFree(config.host, config.port)))
      throw new LaunchFailure(
        `Port ${config.port} of ${config.host} is in use: stop the program that uses it, or choose another with PORT=${config.port + 1}.`,
      )
    const secrets = loadSecrets(config.dataDir, config.secrets)
    const ports = { database: await freePort(), executor: await freePort() }
    const plan: StackPlan = {
      root,
      config,
      secrets,
      ports,
      pythonDir: effects.pythonDir,
      development: effects.development,
    }

    // The executor needs no database, and its Python takes a second to load: they start side by side.
    const executor = config.externalExecutorUrl ? undefined : stack.start(executorService(plan), root)
    if (!config.externalDatabase) {
      const database = stack.start(databaseService(plan), root)
      await awaitReady(database, answers(`http://127.0.0.1:${ports.database}/`), 30_000)
    }
    const prepare = stack.start(scriptService(plan, "prepare"), root, "task")
    const prepared = await stack.finish(prepare)
    const refusal = executor && (await waitForExecutor(executor, executorUrl(plan)))
    if (refusal) say(`The sandbox is not available, so cards and imports will not run: ${refusal}`)

    const web = stack.start(webService(plan), root)
    const localUrl = `http://${config.host.includes(":") ? `[${config.host}]` : config.host}:${config.port}`
    // Not ready without a sandbox, but up: the pages say what is missing.
    await awaitReady(web, answers(`${localUrl}/api/ready`, refusal ? [200, 503] : [200]), 120_000)
    if (config.demo && !refusal) await seedDemo(stack, plan, localUrl, say)

    stack.onStop(startTicking(localUrl, secrets.CARDLOOM_TICK_TOKEN, config.debug ? say : () => {}))
    const openUrl = prepared.signInUrl ?? config.publicUrl
    stack.writeState(config.publicUrl)
    return { openUrl, broken: stack.broken(), stop: () => stack.stop() }
  } catch (error) {
    await stack.stop()
    throw error
  }
}

async function waitForExecutor(executor: Child, url: string): Promise<string | undefined> {
  await awaitReady(executor, answers(`${url}/health`, [200, 503]), 60_000)
  const response = await fetch(`${url}/health`)
  const { sandbox } = ExecutorHealth.parse(await response.json())
  return sandbox.ok ? undefined : (sandbox.reason ?? "executor.log may say why.")
}

async function seedDemo(stack: Stack, plan: StackPlan, localUrl: string, say: (line: string) => void) {
  const slow = setTimeout(() => say("Loading the demo data (once)"), 1_500)
  try {
    await stack.finish(stack.start(scriptService(plan, "seed-demo", [localUrl]), plan.root, "task"))
  } catch (error) {
    if (!(error instanceof LaunchFailure)) throw error
    say(`The demo data could not be loaded; everything else works. ${error.message}`)
  } finally {
    clearTimeout(slow)
  }
}

/** The processes started so far, to be ended in the order that loses nothing: web and executor, then the stores. */
class Stack {
  readonly #config: LaunchConfig
  readonly #signal: AbortSignal
  readonly #services: Child[] = []
  readonly #tasks: Child[] = []
  readonly #onStop: (() => void)[] = []
  #stopping: Promise<void> | undefined

  constructor(config: LaunchConfig, signal: AbortSignal) {
    this.#config = config
    this.#signal = signal
    signal.addEventListener("abort", () => void this.stop())
  }

  async claimDataDir() {
    const { dataDir } = this.#config
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    const lock = await takeExclusiveLock(join(dataDir, "launcher.lock"))
    if (!lock)
      throw new LaunchFailure(
        `${dataDir} is in use by another Cardloom${this.#otherLauncher()}: open that one, or set DATA_DIR to another folder.`,
      )
    this.#onStop.push(() => lock.release())
  }

  start(service: Service, root: string, kind: "service" | "task" = "service"): Child {
    this.#signal.throwIfAborted()
    const child = startChild({
      ...service,
      cwd: root,
      logDir: join(this.#config.dataDir, "logs"),
      echo: this.#config.debug,
      keepsAnswer: kind === "task",
    })
    ;(kind === "task" ? this.#tasks : this.#services).push(child)
    return child
  }

  /** Waits for a task; its last line may be the JSON object it hands back. */
  async finish(task: Child): Promise<z.infer<typeof Prepared>> {
    const timer = setTimeout(() => void task.stop(0), taskTimeoutMs)
    const { code, signal } = await task.exited
    clearTimeout(timer)
    this.#signal.throwIfAborted()
    if (code !== 0)
      throw new LaunchFailure(`${task.name} failed (${signal ?? `exit code ${code}`}):\n${task.lastLines()}`)
    return Prepared.safeParse(parseJson(task.answer().trimEnd().split("\n").at(-1) ?? "")).data ?? {}
  }

  onStop(action: () => void) {
    this.#onStop.push(action)
  }

  async broken(): Promise<string> {
    const first = await Promise.race(this.#services.map((child) => child.exited.then((exit) => ({ child, exit }))))
    if (this.#stopping) return new Promise<never>(() => {})
    const { child, exit } = first
    return `${child.name} ended unexpectedly (${exit.signal ?? `exit code ${exit.code}`}), so everything is being stopped:\n${child.lastLines()}`
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#end()
    return this.#stopping
  }

  async #end() {
    const stores = this.#services.filter((child) => child.name === "database")
    const others = this.#services.filter((child) => child.name !== "database")
    await Promise.all([...others, ...this.#tasks].map((child) => child.stop(graceMs)))
    await Promise.all(stores.map((child) => child.stop(graceMs)))
    for (const action of this.#onStop) action()
  }

  /** For whoever looks for the running stack: a second launcher, a test, an operator. */
  writeState(url: string) {
    const children = Object.fromEntries(this.#services.map((child) => [child.name, child.pid]))
    const state = { pid: process.pid, url, children }
    writeFileSync(join(this.#config.dataDir, "launcher.json"), `${JSON.stringify(state, null, 2)}\n`)
  }

  #otherLauncher(): string {
    try {
      const { pid, url } = State.parse(JSON.parse(readFileSync(join(this.#config.dataDir, "launcher.json"), "utf8")))
      return ` (process ${pid}, ${url})`
    } catch {
      return "" // It has not come far enough to say.
    }
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
