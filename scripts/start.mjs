// npm start and npm run dev. Plain JavaScript without packages: it runs on Node 20, before anything is installed.
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { checkPlatform } from "./bootstrap/check-platform.mjs"
import { ensureDebianPackages, forRunning } from "./bootstrap/debian-packages.mjs"
import { becomeProcess, findNode24 } from "./bootstrap/node24.mjs"
import { ensureNpmPackages } from "./bootstrap/npm-packages.mjs"
import { ensurePythonRuntime } from "./bootstrap/python-runtime.mjs"
import { say, Stop } from "./bootstrap/say.mjs"
import { ensureVendorBundles, ensureWebBuild } from "./bootstrap/web-build.mjs"

const root = dirname(dirname(fileURLToPath(import.meta.url)))

async function start() {
  const development = process.argv.includes("--dev")
  checkPlatform()
  await ensureDebianPackages(forRunning)
  await ensureNpmPackages(root)
  const node = findNode24(root)
  const pythonDir = process.env["CARDLOOM_PYTHON"] || (await ensurePythonRuntime(root))
  await (development ? ensureVendorBundles(root, node) : ensureWebBuild(root, node))
  say("Starting stores, executor and web")
  const args = [join(root, "scripts/launch.ts"), ...process.argv.slice(2)]
  return becomeProcess(node, args, { cwd: process.cwd(), env: { ...process.env, CARDLOOM_PYTHON: pythonDir } })
}

start().then(
  (code) => process.exit(code),
  (error) => {
    process.stderr.write(
      `\n${error instanceof Stop ? error.message : error instanceof Error ? error.stack : String(error)}\n`,
    )
    process.exit(1)
  },
)
