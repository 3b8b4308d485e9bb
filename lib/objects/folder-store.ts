import { constants, type BigIntStats } from "node:fs"
import { copyFile, link, mkdir, open, opendir, rm, rmdir, stat } from "node:fs/promises"
import { dirname, join, resolve } from "node:path"
import { AppError } from "#lib/domain/app-error.ts"
import { codeOf, copyDurably, nameDurably, writeDurably } from "./durable-file.ts"
import { checkPrefix, segmentsOf } from "./object-key.ts"
import type { ListedObject, ObjectStore, PutOptions } from "./object-store.ts"

const TEMPORARY = ".tmp"
/** No write pauses this long; what is older was left by a crash. */
const ABANDONED_MS = 60 * 60 * 1000

/** Objects as files below `folder`, which may be shared by several processes of one machine. */
export function openFolderStore(folder: string): ObjectStore {
  const root = resolve(folder)
  let prepared: Promise<void> | undefined

  const pathOf = (key: string) => join(root, ...segmentsOf(key).map(encodeSegment))

  async function temporaryPath(): Promise<string> {
    prepared ??= sweepTemporary(join(root, TEMPORARY))
    await prepared.catch((error: unknown) => {
      prepared = undefined
      throw error
    })
    return join(root, TEMPORARY, crypto.randomUUID())
  }

  async function store(key: string, options: PutOptions, write: (temporary: string) => Promise<void>) {
    const path = pathOf(key)
    const temporary = await temporaryPath()
    try {
      await write(temporary)
      const info = await stat(temporary, { bigint: true })
      if (!(await nameDurably(temporary, path, options.onlyIfAbsent ?? false)))
        throw new AppError("conflict", "There is an object with this key already.")
      return { sizeBytes: Number(info.size), etag: etagOf(info) }
    } catch (error) {
      await rm(temporary, { force: true })
      if (isFolderClash(error))
        throw new AppError("conflict", "The key is the folder of another object, or the other way round.", {
          cause: error,
        })
      throw error
    }
  }

  return {
    put: (key, body, options = {}) => store(key, options, (temporary) => writeDurably(temporary, body, options.signal)),

    upload: (path, key, options = {}) => store(key, options, (temporary) => copyDurably(path, temporary)),

    async get(key, { range, signal } = {}) {
      const handle = await orNull(open(pathOf(key), "r"))
      if (!handle) return null
      if (!(await handle.stat()).isFile()) {
        await handle.close()
        return null
      }
      return handle.createReadStream({ start: range?.start ?? 0, end: range?.end, signal })
    },

    async head(key) {
      const info = await orNull(stat(pathOf(key), { bigint: true }))
      return info?.isFile() ? { sizeBytes: Number(info.size), modifiedAt: info.mtime, etag: etagOf(info) } : null
    },

    async delete(key) {
      const path = pathOf(key)
      try {
        await rm(path)
      } catch (error) {
        if (!isAbsent(error)) throw error
        return
      }
      await removeEmptyFolders(dirname(path), root)
    },

    async *list(prefix) {
      checkPrefix(prefix)
      const folders = prefix.split("/").slice(0, -1)
      for await (const found of walk(join(root, ...folders.map(encodeSegment)), folders)) {
        if (found.key.startsWith(prefix)) yield found
      }
    },

    async download(key, target) {
      const path = pathOf(key)
      try {
        await link(path, target)
      } catch (error) {
        if (isAbsent(error)) {
          // Either the object or the target's folder is missing.
          if ((await orNull(stat(path))) === null) return false
          throw error
        }
        if (!["EXDEV", "EPERM", "EMLINK", "ENOTSUP", "EACCES"].includes(codeOf(error) ?? "")) throw error
        await copyFile(path, target, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL)
      }
      return true
    },

    close() {},
  }
}

// A leading dot is encoded too, so that no key can name the folder of temporary files.
const encodeSegment = (segment: string): string => encodeURIComponent(segment).replace(/^\./, "%2E")

/** Replacing an object makes a new file, so its inode and times tell one content from another. */
const etagOf = (info: BigIntStats): string =>
  `${info.ino.toString(16)}-${info.size.toString(16)}-${info.mtimeNs.toString(16)}`

const isAbsent = (error: unknown): boolean => ["ENOENT", "ENOTDIR"].includes(codeOf(error) ?? "")
const isFolderClash = (error: unknown): boolean =>
  ["ENOTDIR", "EISDIR", "EEXIST", "ENOTEMPTY"].includes(codeOf(error) ?? "")

async function orNull<T>(found: Promise<T>): Promise<T | null> {
  try {
    return await found
  } catch (error) {
    if (isAbsent(error)) return null
    throw error
  }
}

async function sweepTemporary(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  for await (const entry of await opendir(folder)) {
    const path = join(folder, entry.name)
    const info = await orNull(stat(path))
    if (info && Date.now() - info.mtimeMs > ABANDONED_MS) await rm(path, { force: true })
  }
}

async function removeEmptyFolders(from: string, root: string): Promise<void> {
  for (let folder = from; folder !== root; folder = dirname(folder)) {
    try {
      await rmdir(folder)
    } catch {
      // Not empty, or removed by somebody else, who goes on upwards.
      return
    }
  }
}

async function* walk(folder: string, segments: string[]): AsyncGenerator<ListedObject> {
  const entries = await orNull(opendir(folder))
  if (!entries) return
  for await (const entry of entries) {
    if (entry.name.startsWith(".")) continue
    const path = join(folder, entry.name)
    const key = [...segments, decodeURIComponent(entry.name)]
    if (entry.isDirectory()) yield* walk(path, key)
    const info = entry.isFile() ? await orNull(stat(path)) : null
    if (info) yield { key: key.join("/"), sizeBytes: info.size, modifiedAt: info.mtime }
  }
}
