import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { freePort } from "./free-port.ts"
import { pythonRuntime } from "./python-runtime.ts"
import { startProgram, untilProgram, type Program } from "./start-program.ts"

const main = join(import.meta.dirname, "../../executor/main.ts")

export type RunningExecutor = {
  url: string
  token: string
  /** The folder that is its object store. */
  objectsDir: string
  pid: number
  output: () => string
  exited: Program["exited"]
  stop: () => Promise<void>
  kill: () => Promise<void>
}

/** A real executor with its sandbox, on a free port, with an empty folder of objects unless `env` names one. */
export async function startExecutor(env: Record<string, string> = {}): Promise<RunningExecutor> {
  const folder = mkdtempSync(join(tmpdir(), "cardloom-executor-"))
  const objectsDir = env["OBJECTS_DIR"] ?? join(folder, "objects")
  const token = "test-executor-token-0123456789abcdef"
  const port = env["EXECUTOR_PORT"] ? Number(env["EXECUTOR_PORT"]) : await freePort()
  const url = `http://127.0.0.1:${port}`
  const program = startProgram(process.execPath, [main], {
    EXECUTOR_HOST: "127.0.0.1",
    EXECUTOR_PORT: String(port),
    EXECUTOR_TOKEN: token,
    OBJECTS_DIR: objectsDir,
    DATA_DIR: folder,
    CARDLOOM_PYTHON: pythonRuntime(),
    CARDLOOM_PARENT_WATCH: "1",
    ...env,
  })
  await untilProgram(program, "the executor is healthy", () =>
    fetch(`${url}/health`).then(
      (answer) => answer.ok,
      () => false,
    ),
  )
  const remove = () => rmSync(folder, { recursive: true, force: true })
  return {
    url,
    token,
    objectsDir,
    pid: program.pid,
    output: program.output,
    exited: program.exited,
    stop: () => program.stop().then(remove),
    kill: () => program.kill().then(remove),
  }
}
