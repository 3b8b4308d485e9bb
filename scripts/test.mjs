// npm test. Plain JavaScript without packages: it runs on Node 20, before anything is installed.
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { checkPlatform } from "./bootstrap/check-platform.mjs"
import { ensureDebianPackages, forRunning, forTesting } from "./bootstrap/debian-packages.mjs"
import { becomeProcess, findNode24 } from "./bootstrap/node24.mjs"
import { ensureNpmPackages } from "./bootstrap/npm-packages.mjs"
import { ensurePythonRuntime } from "./bootstrap/python-runtime.mjs"
import { Stop } from "./bootstrap/say.mjs"

const root = dirname(dirname(fileURLToPath(import.meta.url)))

async function test() {
  checkPlatform()
  await ensureDebianPackages([...forRunning, ...forTesting])
  await ensureNpmPackages(root)
  const node = findNode24(root)
  const pythonDir = process.env["CARDLOOM_PYTHON"] || (await ensurePythonRuntime(root))
  const args = [join(root, "scripts/run-tests.ts"), ...process.argv.slice(2)]
  return becomeProcess(node, args, { cwd: root, env: { ...process.env, CARDLOOM_PYTHON: pythonDir } })
}

test().then(
  (code) => process.exit(code),
  (error) => {
    process.stderr.write(
      `\n${error instanceof Stop ? error.message : error instanceof Error ? error.stack : String(error)}\n`,
    )
    process.stdout.write("0 passed, 1 failed\n")
    process.exit(1)
  },
)
