import { spawnSync } from "node:child_process"
import { createHash } from "node:crypto"
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { homedir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { runCommand } from "./run-command.mjs"
import { say, Stop } from "./say.mjs"

const systemPython = "/usr/bin/python3"
const finished = "cardloom-complete"

/**
 * Where the Python runtime of this checkout lies: named after the lock file and the Python version, so that
 * checkouts share it, and outside the checkout, since the sandbox's unprivileged user must be able to read it.
 * @param {string} root the repository
 * @returns {string}
 */
export function pythonRuntimeDir(root) {
  const base = process.env["CARDLOOM_RUNTIME_DIR"] || defaultBase()
  const lock = readFileSync(join(root, "executor/python/requirements.lock"))
  const version = spawnSync(systemPython, ["-c", "import sys; print(sys.version)"], { encoding: "utf8" }).stdout ?? ""
  return join(base, createHash("sha256").update(lock).update(version).digest("hex").slice(0, 16))
}

function defaultBase() {
  if (process.getuid?.() === 0) return "/var/lib/cardloom/runtime"
  return join(process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache"), "cardloom/runtime")
}

/**
 * Whether the runtime was installed to its end.
 * @param {string} directory
 */
export function pythonRuntimeIsComplete(directory) {
  return existsSync(join(directory, finished))
}

/**
 * Makes the runtime if it is missing. Two starts at once are safe: the second waits on a lock of the
 * kernel's, which goes with its holder, and then finds the work done.
 * @param {string} root the repository
 * @returns {Promise<string>} its folder
 */
export async function ensurePythonRuntime(root) {
  const directory = pythonRuntimeDir(root)
  if (pythonRuntimeIsComplete(directory)) return directory
  try {
    mkdirSync(join(directory, ".."), { recursive: true, mode: 0o755 })
  } catch (error) {
    throw new Stop(
      `The folder for the Python runtime cannot be made (${String(error)}): set CARDLOOM_RUNTIME_DIR to one you may write.`,
    )
  }
  say("Installing the Python libraries that cards use (about 600 MB, once)")
  await runCommand({
    doing: "installing the Python libraries",
    command: "flock",
    args: [`${directory}.lock`, process.execPath, fileURLToPath(import.meta.url), "--install", root, directory],
    onFailure: "The Python libraries could not be installed: see above, and run the same command again.",
  })
  return directory
}

/**
 * @param {string} root
 * @param {string} directory
 */
async function install(root, directory) {
  if (pythonRuntimeIsComplete(directory)) return
  // A virtual environment has its path written into it, so it is made in place, and counts only once it is marked.
  rmSync(directory, { recursive: true, force: true })
  process.umask(0o022)
  await runCommand({
    doing: "making the virtual environment",
    command: systemPython,
    args: ["-m", "venv", directory],
    onFailure: "python3 -m venv failed",
  })
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input", "--require-hashes"]
  await runCommand({
    doing: "installing the Python libraries",
    command: join(directory, "bin/python"),
    args: [...pip, "--only-binary", ":all:", "--requirement", join(root, "executor/python/requirements.lock")],
    onFailure: "pip failed",
  })
  writeFileSync(join(directory, finished), "")
}

if (process.argv[2] === "--install") {
  const [root = "", directory = ""] = process.argv.slice(3)
  await install(root, directory).catch((error) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exit(1)
  })
}
