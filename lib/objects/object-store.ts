import type { Readable } from "node:stream"

export type ObjectHead = { sizeBytes: number; modifiedAt: Date; etag: string }
export type ListedObject = { key: string; sizeBytes: number; modifiedAt: Date }

/** Both ends count from 0 and are included; without `end`, to the last byte. */
export type ByteRange = { start: number; end?: number | undefined }

export type PutOptions = {
  /** For stores that hand objects to browsers; a folder does not keep it. */
  contentType?: string | undefined
  /** Leave an object that is there alone: throws AppError conflict. */
  onlyIfAbsent?: boolean | undefined
  signal?: AbortSignal | undefined
}

/** Pieces may be one buffer, filled anew: each is done with when the next is asked for. */
export type Pieces = AsyncGenerator<Uint8Array>
export type ObjectBody = NodeJS.ReadableStream | Uint8Array | Pieces

/**
 * Named bytes: an object is there whole or not at all, whatever crashes, and is still there
 * after the call that wrote it has answered. Keys are `/`-separated segments; one that could mean anything else
 * throws AppError validation_failed. An object's key must not be the folder of another's (`a` and `a/b`).
 * Whatever else goes wrong throws the driver's error.
 */
export type ObjectStore = {
  /** Writes an object, in place of one with the same key. Never holds a stream whole in memory. */
  put(key: string, body: ObjectBody, options?: PutOptions): Promise<{ sizeBytes: number; etag: string }>
  /** The object's bytes, or a range of them; null when there is none. A range that begins behind the end is empty. */
  get(
    key: string,
    options?: { range?: ByteRange | undefined; signal?: AbortSignal | undefined },
  ): Promise<Readable | null>
  head(key: string): Promise<ObjectHead | null>
  /** Deleting what is not there is fine. */
  delete(key: string): Promise<void>
  /** The objects whose key begins with `prefix`, in no promised order. */
  list(prefix: string): AsyncIterable<ListedObject>
  /**
   * Makes the object a file at `path`, which must not exist; false when there is no such object. The file may share
   * its bytes with the store, so it is for reading only.
   */
  download(key: string, path: string, options?: { signal?: AbortSignal | undefined }): Promise<boolean>
  /** Makes the bytes of the file at `path` an object. The file stays, and may change later without harm. */
  upload(path: string, key: string, options?: PutOptions): Promise<{ sizeBytes: number; etag: string }>
  /** Ends connections. */
  close(): void
}
