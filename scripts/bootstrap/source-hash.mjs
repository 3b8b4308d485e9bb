import { createHash } from "node:crypto"
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs"
import { join } from "node:path"

/**
 * A hash over names and contents of files and, with all they hold, folders; missing ones count as missing.
 * @param {string} root
 * @param {string[]} paths
 * @param {(path: string) => boolean} isIgnored
 * @returns {string}
 */
export function sourceHash(root, paths, isIgnored) {
  const hash = createHash("sha256")
  /** @param {string} path */
  const add = (path) => {
    const full = join(root, path)
    if (isIgnored(path) || !existsSync(full)) return
    if (statSync(full).isDirectory()) {
      for (const name of readdirSync(full).sort()) add(`${path}/${name}`)
      return
    }
    hash.update(`${path}\0`).update(createHash("sha256").update(readFileSync(full)).digest())
  }
  for (const path of paths) add(path)
  return hash.digest("hex")
}
