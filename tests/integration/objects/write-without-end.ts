/** Begins to write an object, says so, and never ends: for killing. Arguments: the store's folder, the key. */
import { Readable } from "node:stream"
import { setInterval as every } from "node:timers/promises"
import { openFolderStore } from "#lib/objects/folder-store.ts"

const [folder, key] = process.argv.slice(2)
if (folder === undefined || key === undefined) throw new Error("give a folder and a key")

async function* withoutEnd() {
  yield Buffer.alloc(1024 * 1024)
  for await (const _ of every(10)) {
    // The first chunk has been taken, so its file is there.
    process.stdout.write(".")
    yield Buffer.alloc(1024)
  }
}

await openFolderStore(folder).put(key, Readable.from(withoutEnd()))
