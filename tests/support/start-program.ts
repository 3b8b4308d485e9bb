import { spawn } from "node:child_process"
import { waitFor } from "./wait-for.ts"

export type Program = {
  pid: number
  /** All it has written so far, to both streams. */
  output: () => string
  exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>
  hasExited: () => boolean
  /** SIGTERM, SIGKILL after 20 s; waits for its end. */
  stop: () => Promise<void>
  /** kill -9, and waits for its end. */
  kill: () => Promise<void>
}

/** Starts a program that ends with the test, however the test ends. Its environment is `env` and what a shell needs. */
export function startProgram(command: string, args: string[], env: Record<string, string | undefined>): Program {
  const child = spawn("setpriv", ["--pdeathsig", "TERM", "--", command, ...args], {
    env: { ...shellEnvironment(), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  })
  let output = ""
  let over = false
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => (output += chunk.toString("utf8")))
  const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((settle, fail) => {
    child.once("error", fail)
    child.once("close", (code, signal) => {
      over = true
      settle({ code, signal })
    })
  })
  const end = async (signal: NodeJS.Signals) => {
    if (!over) child.kill(signal)
    const timer = setTimeout(() => child.kill("SIGKILL"), 20_000)
    await exited
    clearTimeout(timer)
  }
  return {
    pid: child.pid ?? 0,
    output: () => output,
    exited,
    hasExited: () => over,
    stop: () => end("SIGTERM"),
    kill: () => end("SIGKILL"),
  }
}

/** Waits until `condition` holds; when the program ends before, throws with all it wrote. */
export async function untilProgram<T>(
  program: Program,
  what: string,
  condition: () => T | Promise<T>,
  timeoutMs = 60_000,
): Promise<NonNullable<T>> {
  try {
    return await waitFor(
      what,
      async () => {
        const answer = await condition()
        if (!answer && program.hasExited()) throw new Error(`The program ended before: ${what}.`)
        return answer
      },
      timeoutMs,
    )
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n${program.output()}`, { cause: error })
  }
}

function shellEnvironment(): NodeJS.ProcessEnv {
  const names = ["PATH", "HOME", "USER", "LANG", "TZ", "TMPDIR", "CARDLOOM_RUNTIME_DIR", "CARDLOOM_PYTHON"]
  return { NODE_ENV: "production", ...Object.fromEntries(names.map((name) => [name, process.env[name]])) }
}
