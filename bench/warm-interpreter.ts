import { spawn } from "node:child_process"
import { once } from "node:events"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { z } from "zod"

const Answer = z.array(z.number())

/** A Python process with everything imported, no isolation, and the runtime's own code. */
export type WarmInterpreter = {
  /** One request of in_process.py. Rejects when the process ends. */
  ask: (request: object) => Promise<number[]>
  stop: () => Promise<void>
}

export function startWarmInterpreter(pythonDir: string): WarmInterpreter {
  const child = spawn(join(pythonDir, "bin/python"), [join(import.meta.dirname, "in_process.py")], {
    env: { ...pythonEnvironment, PYTHONPATH: join(import.meta.dirname, "../executor/python") },
    stdio: ["pipe", "pipe", "inherit"],
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    ask: async (request) => {
      child.stdin.write(`${JSON.stringify(request)}\n`)
      const line = await lines.next()
      if (line.done) throw new Error("the interpreter without isolation ended")
      return Answer.parse(JSON.parse(line.value))
    },
    stop: async () => {
      child.stdin.end()
      if (child.exitCode === null) await once(child, "exit")
    },
  }
}

/** What the sandbox sets for its own interpreter. */
export const pythonEnvironment = {
  ARROW_DEFAULT_MEMORY_POOL: "system",
  LANG: "C.UTF-8",
  NODE_ENV: "production" as const,
  MALLOC_ARENA_MAX: "2",
  OMP_NUM_THREADS: "1",
  OPENBLAS_NUM_THREADS: "1",
  PYTHONDONTWRITEBYTECODE: "1",
}
