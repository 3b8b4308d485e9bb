import { constants } from "node:fs"
import { open, type FileHandle } from "node:fs/promises"

/** A file that a sandbox has written. */
export type ScratchFile = { handle: FileHandle; sizeBytes: number }

/**
 * Opens what a sandbox left at `path` for reading. It could have left anything there: only a plain file is opened, and
 * no link is followed. The caller closes the handle.
 */
export async function openScratchFile(path: string): Promise<ScratchFile> {
  const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  try {
    const info = await handle.stat()
    if (!info.isFile() || info.nlink !== 1) throw new Error("the sandbox's output is not a plain file")
    return { handle, sizeBytes: info.size }
  } catch (error) {
    await handle.close()
    throw error
  }
}
