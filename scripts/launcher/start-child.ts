import { spawn } from "node:child_process"
import {
  closeSync,
  createWriteStream,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
} from "node:fs"
import { join } from "node:path"

export type ChildExit = { code: number | null; signal: NodeJS.Signals | null }

export type Child = {
  name: string
  pid: number
  exited: Promise<ChildExit>
  hasExited: () => boolean
  /** SIGTERM, and SIGKILL for whatever is left of its process group after `graceMs`. */
  stop: (graceMs: number) => Promise<void>
  /** The last lines it logged, for the message that says why it ended. */
  lastLines: () => string
  /** What a task has handed back so far. */
  answer: () => string
}

export type ChildSpec = {
  name: string
  command: string
  args: string[]
  env: NodeJS.ProcessEnv
  /** Its output is appended to `<logDir>/<name>.log`. */
  logDir: string
  /** Show its output on ours, too. */
  echo: boolean
  /** A task's standard output is its answer, which may hold a secret: it is kept, and neither logged nor shown. */
  keepsAnswer: boolean
  cwd?: string
}

const logSizeLimitBytes = 20_000_000

/**
 * Starts one process of the stack. setpriv asks the kernel to kill it when we die, so that kill -9 of the
 * launcher leaves nothing behind; its own session keeps a terminal's Ctrl-C away from it, so that we end
 * the processes in order.
 */
export function startChild(spec: ChildSpec): Child {
  mkdirSync(spec.logDir, { recursive: true })
  const logPath = join(spec.logDir, `${spec.name}.log`)
  if (existsSync(logPath) && statSync(logPath).size > logSizeLimitBytes) renameSync(logPath, `${logPath}.1`)
  const log = openSync(logPath, "a", 0o600)
  const logStart = statSync(logPath).size
  const child = spawn("setpriv", ["--pdeathsig", "KILL", "--", spec.command, ...spec.args], {
    env: spec.env,
    cwd: spec.cwd,
    detached: true,
    stdio: ["ignore", spec.echo || spec.keepsAnswer ? "pipe" : log, spec.echo ? "pipe" : log],
  })
  let answer = ""
  if (spec.keepsAnswer) child.stdout?.on("data", (chunk: Buffer) => (answer += chunk.toString("utf8")))
  if (spec.echo) {
    const file = createWriteStream(logPath, { flags: "a" })
    for (const stream of [spec.keepsAnswer ? null : child.stdout, child.stderr])
      stream?.on("data", (chunk: Buffer) => {
        file.write(chunk)
        process.stdout.write(chunk)
      })
  }
  closeSync(log)
  let over = false
  const exited = new Promise<ChildExit>((settle) => {
    child.once("error", (error) => {
      over = true
      if (child.pid === undefined) settle({ code: 127, signal: null })
      else throw error
    })
    // A task's answer is whole only at its close; what a service leaves open is no reason to wait.
    child.once("exit", () => (over = true))
    child.once(spec.keepsAnswer ? "close" : "exit", (code, signal) => settle({ code, signal }))
  })
  const pid = child.pid ?? 0
  return {
    name: spec.name,
    pid,
    exited,
    hasExited: () => over,
    stop: async (graceMs) => {
      if (!over) child.kill("SIGTERM")
      const timer = setTimeout(() => killGroup(pid), graceMs)
      await exited
      clearTimeout(timer)
      killGroup(pid)
    },
    answer: () => answer,
    lastLines: () =>
      readFileSync(logPath).subarray(logStart).toString("utf8").trimEnd().split("\n").slice(-15).join("\n"),
  }
}

function killGroup(pid: number) {
  if (pid === 0) return
  try {
    process.kill(-pid, "SIGKILL")
  } catch {
    // Nothing is left of the group.
  }
}
