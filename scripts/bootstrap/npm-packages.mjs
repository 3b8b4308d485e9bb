import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { runCommand } from "./run-command.mjs"
import { say } from "./say.mjs"

/** @typedef {{ version?: string, integrity?: string, optional?: boolean, link?: boolean }} Package */

/**
 * @param {string} path
 * @returns {Record<string, Package>}
 */
function packagesIn(path) {
  return JSON.parse(readFileSync(path, "utf8")).packages
}

/**
 * Whether node_modules holds what package-lock.json names. npm writes its own record of the tree as the last
 * step of an installation, so an interrupted one has none.
 * @param {string} root
 */
export function npmPackagesAreInstalled(root) {
  const record = join(root, "node_modules/.package-lock.json")
  if (!existsSync(record)) return false
  const installed = packagesIn(record)
  const wanted = Object.entries(packagesIn(join(root, "package-lock.json"))).filter(([path]) => path !== "")
  return wanted.every(([path, { version, integrity, optional }]) => {
    const found = installed[path]
    // Optional packages are mostly other platforms' binaries: absent is fine, another version is not.
    if (!found) return optional === true
    return found.version === version && found.integrity === integrity
  })
}

/**
 * @param {string} root the repository
 */
export async function ensureNpmPackages(root) {
  if (npmPackagesAreInstalled(root)) return
  say("Installing the npm packages of package-lock.json (about 1 GB, once)")
  await runCommand({
    doing: "installing npm packages",
    command: "npm",
    // Engine warnings are about the Node that npm runs on; Cardloom itself runs on the Node 24 among the packages.
    args: ["ci", "--strict-allow-scripts", "--loglevel=error", "--include=dev", "--include=optional"],
    cwd: root,
    onFailure: "The npm packages could not be installed: see above, and run the same command again.",
  })
}
