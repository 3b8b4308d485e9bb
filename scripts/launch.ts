/** Starts the whole of Cardloom on this machine and keeps it together: `npm start` and `npm run dev` end here. */
import { existsSync } from "node:fs"
import { join } from "node:path"
import { pythonRuntimeDir, pythonRuntimeIsComplete } from "./bootstrap/python-runtime.mjs"
import { LaunchFailure } from "./launcher/await-ready.ts"
import { parseLaunchConfig } from "./launcher/launch-config.ts"
import { launchStack } from "./launcher/launch-stack.ts"

const root = join(import.meta.dirname, "..")
const startedAt = performance.now()
const say = (line: string) => process.stdout.write(`${line}\n`)
const interrupted = new AbortController()

async function main(): Promise<number> {
  const development = process.argv.includes("--dev")
  if (process.argv.includes("--fake-chat")) {
    const { startFakeVertex } = await import("../tests/support/fake-vertex/fake-vertex.ts")
    Object.assign(process.env, (await startFakeVertex()).env)
    say("Questions are answered by a scripted model of this machine")
  }
  const config = parseLaunchConfig(process.env)
  if ("mistake" in config) return refuse(config.mistake)
  const pythonDir = config.pythonDir ?? pythonRuntimeDir(root)
  if (!config.externalExecutorUrl && !config.pythonDir && !pythonRuntimeIsComplete(pythonDir))
    return refuse(`The Python runtime is not at ${pythonDir}: run npm start, which makes it.`)
  if (!development && !existsSync(join(root, ".next/standalone/server.js")))
    return refuse("The web application is not built: run npm start, which builds it.")
  try {
    const stack = await launchStack(config, { root, pythonDir, development, say }, interrupted.signal)
    say(`Cardloom is ready after ${((performance.now() - startedAt) / 1000).toFixed(1)} s: ${stack.openUrl}`)
    const stopAsked = new Promise<undefined>((settle) =>
      interrupted.signal.addEventListener("abort", () => settle(undefined)),
    )
    const problem = await Promise.race([stack.broken, stopAsked])
    if (problem) process.stderr.write(`${problem}\n`)
    await stack.stop()
    return problem ? 1 : 0
  } catch (error) {
    if (interrupted.signal.aborted) return 0
    if (error instanceof LaunchFailure) return refuse(error.message)
    throw error
  }
}

function refuse(sentence: string): number {
  process.stderr.write(`${sentence}\n`)
  return 1
}

for (const name of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(name, () => interrupted.abort())
process.exit(await main())
