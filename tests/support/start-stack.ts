import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { z } from "zod"
import { freePort } from "./free-port.ts"
import { startProgram, untilProgram, type Program } from "./start-program.ts"

const launch = join(import.meta.dirname, "../../scripts/launch.ts")
const State = z.object({ pid: z.number(), url: z.string(), children: z.record(z.string(), z.number()) })

export type RunningStack = {
  url: string
  adminEmail: string
  adminPassword: string
  dataDir: string
  /** The launcher's own id, and its children's by name: database, executor, web. */
  pid: number
  children: Record<string, number>
  output: () => string
  exited: Program["exited"]
  /** SIGTERM to the launcher; waits for its end. The data stay unless the stack made its own folder. */
  stop: () => Promise<void>
  /** kill -9 of the launcher. The data stay, for a second start on the same `dataDir`. */
  kill: () => Promise<void>
}

export type StackOptions = {
  /** Default: a new temporary folder, removed by `stop`. */
  dataDir?: string
  port?: number
  env?: Record<string, string>
}

export const adminEmail = "admin@example.org"
export const adminPassword = "correct horse battery staple"

/** The launcher as a program, not yet ready: for tests of what it says and does. No demo data unless `env` asks. */
export function startLauncher(dataDir: string, port: number, env: Record<string, string> = {}): Program {
  return startProgram(process.execPath, [launch], {
    DATA_DIR: dataDir,
    PORT: String(port),
    CARDLOOM_DEMO: "0",
    CARDLOOM_ADMIN_EMAIL: adminEmail,
    CARDLOOM_ADMIN_PASSWORD: adminPassword,
    ...env,
  })
}

/** The whole production stack on a free port, ready to be used. Needs a build (`npm test` makes one). */
export async function startStack(options: StackOptions = {}): Promise<RunningStack> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), "cardloom-stack-"))
  const program = startLauncher(dataDir, options.port ?? (await freePort()), options.env)
  await untilProgram(program, "Cardloom is ready", () => program.output().includes("Cardloom is ready"), 120_000)
  const state = State.parse(JSON.parse(readFileSync(join(dataDir, "launcher.json"), "utf8")))
  return {
    url: state.url,
    adminEmail,
    adminPassword,
    dataDir,
    pid: state.pid,
    children: state.children,
    output: program.output,
    exited: program.exited,
    stop: async () => {
      await program.stop()
      if (options.dataDir === undefined && existsSync(dataDir)) rmSync(dataDir, { recursive: true, force: true })
    },
    kill: program.kill,
  }
}
