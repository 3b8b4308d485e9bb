import { spawn } from "node:child_process"
import { say, Stop } from "./say.mjs"

const heartbeatMs = 15_000

/**
 * Runs a command, quietly while all is well: a line every 15 s says that it still works, and its
 * output is shown when it fails. Throws Stop with `onFailure`.
 * @param {{ doing: string, command: string, args: string[], cwd?: string, env?: NodeJS.ProcessEnv, onFailure: string }} task
 */
export async function runCommand({ doing, command, args, cwd, env, onFailure }) {
  const output = await new Promise((settle, fail) => {
    const startedAt = Date.now()
    const child = spawn(command, args, { cwd, env: env ?? process.env, stdio: ["ignore", "pipe", "pipe"] })
    /** @type {Buffer[]} */
    const chunks = []
    child.stdout.on("data", (chunk) => chunks.push(chunk))
    child.stderr.on("data", (chunk) => chunks.push(chunk))
    const heartbeat = setInterval(
      () => say(`… still ${doing} (${Math.round((Date.now() - startedAt) / 1000)} s)`),
      heartbeatMs,
    )
    child.once("error", (error) => {
      clearInterval(heartbeat)
      fail(new Stop(`${onFailure} (${error.message})`))
    })
    child.once("close", (code, signal) => {
      clearInterval(heartbeat)
      const text = Buffer.concat(chunks).toString("utf8")
      if (code === 0) settle(text)
      else
        fail(
          new Stop(
            `${text.trim().split("\n").slice(-40).join("\n")}\n\n${onFailure} (${signal ?? `exit code ${code}`})`,
          ),
        )
    })
  })
  return String(output)
}
