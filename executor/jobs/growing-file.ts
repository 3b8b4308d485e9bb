import { stat } from "node:fs/promises"
import type { Pieces } from "#lib/objects/object-store.ts"
import { openScratchFile, type ScratchFile } from "../sandbox/scratch-file.ts"

const CHUNK_BYTES = 1024 ** 2
const LOOK_AGAIN_MS = 25

/**
 * A file that a process in the sandbox writes from its beginning to its end, read while it grows. What was read is not
 * read again: only for files that are never gone back to.
 */
export type GrowingFile = {
  /** Resolves when so many bytes are there, or all of them. */
  hasReached: (sizeBytes: number) => Promise<void>
  /**
   * All bytes, in pieces of one buffer that is filled anew for each; ends after `complete`. Throws where the file is
   * another than the one begun, or was cut.
   */
  bytes: () => Pieces
  /** Nobody writes to it any more. */
  complete: () => void
}

/** @param signal gives up waiting, by its reason. */
export function followFile(path: string, signal: AbortSignal): GrowingFile {
  let isComplete = false
  let wake = () => {}

  /** A while, or until there is something to see. */
  const pause = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, LOOK_AGAIN_MS)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  signal.addEventListener("abort", () => wake(), { once: true })

  const sizeNow = () =>
    stat(path).then(
      ({ size }) => size,
      () => 0,
    )

  async function* piecesOf({ handle }: ScratchFile): Pieces {
    const buffer = Buffer.allocUnsafeSlow(CHUNK_BYTES)
    let readBytes = 0
    for (;;) {
      // Known before the last look: what comes between the two is not missed.
      const wasComplete = isComplete
      signal.throwIfAborted()
      const { bytesRead } = await handle.read(buffer, 0, CHUNK_BYTES, readBytes)
      readBytes += bytesRead
      if (bytesRead > 0) yield buffer.subarray(0, bytesRead)
      else if (wasComplete) break
      else await pause()
    }
    const [begun, there] = await Promise.all([handle.stat(), stat(path)])
    if (begun.ino !== there.ino || there.size !== readBytes) throw new Error("a file was changed while it was followed")
  }

  return {
    complete() {
      isComplete = true
      wake()
    },

    async hasReached(sizeBytes) {
      while (!isComplete && (await sizeNow()) < sizeBytes) {
        await pause()
        signal.throwIfAborted()
      }
    },

    async *bytes() {
      const file = await openScratchFile(path)
      try {
        yield* piecesOf(file)
      } finally {
        await file.handle.close()
      }
    },
  }
}
