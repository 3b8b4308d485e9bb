import { constants } from "node:fs"
import { copyFile, link, mkdir, open, rename, rm, type FileHandle } from "node:fs/promises"
import { dirname } from "node:path"
import { pipeline } from "node:stream/promises"
import type { ObjectBody } from "./object-store.ts"

/** Readable by the sandbox's user, to whom files are given as hard links. */
const FILE_MODE = 0o644
const FOLDER_MODE = 0o711
const MAX_ATTEMPTS = 20

/** Writes a new file and makes sure that its bytes are on the disk. */
export async function writeDurably(path: string, body: ObjectBody, signal?: AbortSignal): Promise<void> {
  const handle = await open(path, "wx", FILE_MODE)
  try {
    // The mode given at opening is less what the process's umask takes away.
    await handle.chmod(FILE_MODE)
    if (body instanceof Uint8Array) {
      await handle.writeFile(body, { signal })
      await handle.sync()
    } else if (!("pipe" in body)) {
      for await (const piece of body) {
        signal?.throwIfAborted()
        await handle.writeFile(piece)
      }
      await handle.sync()
    } else {
      // The stream syncs and closes the handle; closing it once more below is nothing.
      await pipeline(body, handle.createWriteStream({ flush: true }), { signal })
    }
  } finally {
    await handle.close()
  }
}

/** Copies a file, sharing its blocks where the file system can, and makes sure that the copy is on the disk. */
export async function copyDurably(from: string, to: string): Promise<void> {
  await copyFile(from, to, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL)
  const handle = await open(to, "r+")
  try {
    await handle.chmod(FILE_MODE)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/**
 * Gives a finished file its name, in one step that a crash cannot halve, and makes sure the name is on the disk.
 * With `onlyIfAbsent`, answers false when the name is taken.
 */
export async function nameDurably(temporary: string, path: string, onlyIfAbsent: boolean): Promise<boolean> {
  for (let attempt = 1; ; attempt += 1) {
    await makeFolderDurably(dirname(path))
    try {
      // link fails where rename would replace.
      if (onlyIfAbsent) await link(temporary, path)
      else await rename(temporary, path)
      break
    } catch (error) {
      if (onlyIfAbsent && codeOf(error) === "EEXIST") return false
      // Somebody who deleted the folder's last object has removed the folder with it.
      if (codeOf(error) !== "ENOENT" || attempt >= MAX_ATTEMPTS) throw error
    }
  }
  await syncFolder(dirname(path))
  if (onlyIfAbsent) await rm(temporary)
  return true
}

export const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined

async function makeFolderDurably(folder: string): Promise<void> {
  const firstMade = await mkdir(folder, { recursive: true, mode: FOLDER_MODE })
  if (firstMade === undefined) return
  for (let made = folder; made.length >= firstMade.length; made = dirname(made)) await syncFolder(dirname(made))
}

async function syncFolder(folder: string): Promise<void> {
  let handle: FileHandle
  try {
    handle = await open(folder, constants.O_RDONLY)
  } catch (error) {
    // Emptied and removed meanwhile: there is nothing left to keep.
    if (codeOf(error) === "ENOENT") return
    throw error
  }
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
