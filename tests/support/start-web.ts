import { join } from "node:path"
import { startProgram, untilProgram, type Program } from "./start-program.ts"

const server = join(import.meta.dirname, "../../.next/standalone/server.js")

/** The web process of the production build alone, for tests that kill it. `env` names its stores and executor. */
export async function startWeb(port: number, env: Record<string, string>): Promise<Program & { url: string }> {
  const url = `http://127.0.0.1:${port}`
  const program = startProgram(process.execPath, [server], {
    PORT: String(port),
    HOSTNAME: "127.0.0.1",
    CARDLOOM_URL: url,
    AUTH_SECRET: "a secret of the tests 0123456789 abcdef",
    DYNAMODB_REGION: "local",
    ...env,
  })
  await untilProgram(program, "web answers", () =>
    fetch(`${url}/api/health`).then(
      (answer) => answer.ok,
      () => false,
    ),
  )
  return { ...program, url }
}
