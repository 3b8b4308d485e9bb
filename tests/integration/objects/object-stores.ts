import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { startFauxqs } from "fauxqs"
import type { ObjectStore } from "#lib/objects/object-store.ts"
import { openObjectStore } from "#lib/objects/open-store.ts"

export type OpenedStore = {
  store: ObjectStore
  reopen: () => ObjectStore
  folder: string | null
  stop: () => Promise<void>
}

export async function openFolder(): Promise<OpenedStore> {
  const folder = await mkdtemp(join(tmpdir(), "cardloom-objects-"))
  const reopen = () => openObjectStore({ OBJECTS_DIR: folder })
  return { store: reopen(), reopen, folder, stop: () => rm(folder, { recursive: true }) }
}

/**
 * Against an emulator inside this process, or against the bucket CARDLOOM_TEST_S3_BUCKET at CARDLOOM_TEST_S3_ENDPOINT,
 * which a test leaves as it found it but for objects below a prefix of its own.
 */
export async function openBucket(): Promise<OpenedStore> {
  process.env.AWS_ACCESS_KEY_ID ??= "test"
  process.env.AWS_SECRET_ACCESS_KEY ??= "test"
  const {
    CARDLOOM_TEST_S3_BUCKET: bucket,
    CARDLOOM_TEST_S3_ENDPOINT: endpoint,
    CARDLOOM_TEST_S3_REGION: region,
  } = process.env
  const common = {
    S3_REGION: region ?? "us-east-1",
    S3_PREFIX: `test/${crypto.randomUUID()}`,
    S3_FORCE_PATH_STYLE: "true",
  }
  if (bucket) {
    const reopen = () => openObjectStore({ ...common, S3_BUCKET: bucket, S3_ENDPOINT: endpoint })
    return { store: reopen(), reopen, folder: null, stop: async () => {} }
  }
  const server = await startFauxqs({ port: 0, logger: false })
  server.createBucket("cardloom")
  const reopen = () =>
    openObjectStore({ ...common, S3_BUCKET: "cardloom", S3_ENDPOINT: `http://127.0.0.1:${server.port}` })
  return { store: reopen(), reopen, folder: null, stop: () => server.stop() }
}

/** The emulator takes If-None-Match and overwrites all the same. */
export const bucketIgnoresConditions = !process.env.CARDLOOM_TEST_S3_BUCKET
