import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { freePort } from "./free-port.ts"
import { startProgram, untilProgram } from "./start-program.ts"

const binary = join(import.meta.dirname, `../../node_modules/@dynoxide/${process.platform}-${process.arch}/dynoxide`)

export type Dynamo = {
  endpoint: string
  pid: number
  /** Ends it, and removes what it stored. */
  stop: () => Promise<void>
}

/** The embedded database on a free port, its file in a temporary folder. No tables yet. */
export async function startDynamo(): Promise<Dynamo> {
  const folder = mkdtempSync(join(tmpdir(), "cardloom-dynamo-"))
  const port = await freePort()
  const endpoint = `http://127.0.0.1:${port}`
  const args = ["serve", "--host", "127.0.0.1", "--port", String(port), "--db-path", join(folder, "dynamodb.sqlite")]
  const program = startProgram(binary, args, {})
  await untilProgram(program, "the database answers", () =>
    fetch(endpoint).then(
      (answer) => answer.ok,
      () => false,
    ),
  )
  return {
    endpoint,
    pid: program.pid,
    stop: async () => {
      await program.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
