// The program that ensureWebBuild starts under its lock, and the Dockerfile without one.
import { resolve } from "node:path"
import { buildWeb } from "./web-build.mjs"

await buildWeb(resolve(process.argv[2] ?? ".")).catch((error) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
})
