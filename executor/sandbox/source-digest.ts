import { createHash } from "node:crypto"
import { readdir, readFile } from "node:fs/promises"
import path from "node:path"

/** A short hash over the names and contents of a folder's Python files, at any depth. Tests decide nothing and are left out. */
export async function sourceDigest(folder: string): Promise<string> {
  const names = (await readdir(folder, { recursive: true })).filter(
    (name) => name.endsWith(".py") && !name.startsWith(`tests${path.sep}`),
  )
  const hash = createHash("sha256")
  for (const name of names.sort()) {
    const content = createHash("sha256").update(await readFile(path.join(folder, name)))
    hash.update(`${name}\0`).update(content.digest())
  }
  return hash.digest("hex").slice(0, 16)
}
