import { spawnSync } from "node:child_process"
import { existsSync, readdirSync } from "node:fs"
import { runCommand } from "./run-command.mjs"
import { say, Stop } from "./say.mjs"

/** @typedef {{ name: string, why: string, isThere: () => boolean }} DebianPackage */

/** @param {string} name */
const onPath = (name) =>
  `${process.env["PATH"] ?? ""}:/usr/bin:/bin`
    .split(":")
    .some((folder) => folder !== "" && existsSync(`${folder}/${name}`))

const libraryFolders = () =>
  ["/lib", "/usr/lib", "/lib64", "/usr/lib64"].flatMap((folder) =>
    existsSync(folder)
      ? [
          folder,
          ...readdirSync(folder)
            .filter((name) => name.includes("-linux-"))
            .map((name) => `${folder}/${name}`),
        ]
      : [],
  )

/** @type {DebianPackage[]} */
export const forRunning = [
  { name: "bubblewrap", why: "the sandbox that cards run in", isThere: () => onPath("bwrap") },
  {
    name: "libseccomp2",
    why: "the sandbox's filter of system calls",
    isThere: () => libraryFolders().some((folder) => existsSync(`${folder}/libseccomp.so.2`)),
  },
  {
    name: "python3-venv",
    why: "the Python that cards are written in",
    isThere: () => spawnSync("/usr/bin/python3", ["-c", "import venv, ensurepip"]).status === 0,
  },
  {
    name: "util-linux",
    why: "locks, and processes that end with their parent",
    isThere: () => onPath("flock") && onPath("setpriv"),
  },
]

/** @type {DebianPackage[]} */
export const forTesting = [
  { name: "chromium", why: "the browser that tests drive", isThere: () => existsSync("/usr/bin/chromium") },
]

/**
 * Installs what is missing, or stops with the command that would.
 * @param {DebianPackage[]} wanted
 */
export async function ensureDebianPackages(wanted) {
  const missing = wanted.filter((each) => !each.isThere())
  if (missing.length === 0) return
  const names = missing.map((each) => each.name)
  const list = missing.map((each) => `${each.name} (${each.why})`).join(", ")
  const command = `apt-get install -y --no-install-recommends ${names.join(" ")}`
  if (!onPath("apt-get"))
    throw new Stop(
      `These are missing, and there is no apt-get here to install them with: ${list}. Install them and run the same command again.`,
    )
  if (process.getuid?.() !== 0)
    throw new Stop(
      `These Debian packages are missing: ${list}. Run this, and then the same command again:\n\n    sudo apt-get update && sudo ${command}\n`,
    )
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" }
  say(`Installing Debian packages: ${list}`)
  await runCommand({
    doing: "reading the list of Debian packages",
    command: "apt-get",
    args: ["update", "-q"],
    env,
    onFailure: "apt-get update failed: see above, and run the same command again.",
  })
  await runCommand({
    doing: "installing Debian packages",
    command: "apt-get",
    args: ["install", "-q", "-y", "--no-install-recommends", ...names],
    env,
    onFailure: `The Debian packages could not be installed: see above, or install them by hand with: ${command}`,
  })
  const still = missing.filter((each) => !each.isThere()).map((each) => each.name)
  if (still.length > 0) throw new Stop(`apt-get has installed ${still.join(", ")}, but it is not where it should be.`)
}
