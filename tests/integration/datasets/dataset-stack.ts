import { createHash } from "node:crypto"
import { join } from "node:path"
import { buffer } from "node:stream/consumers"
import type { Dataset } from "#lib/domain/dataset.ts"
import { objectKeys } from "#lib/domain/object-keys.ts"
import type { ObjectStore } from "#lib/objects/object-store.ts"
import { openObjectStore } from "#lib/objects/open-store.ts"
import { startDynamo, type Dynamo } from "#tests/support/start-dynamo.ts"
import { startStack, type RunningStack } from "#tests/support/start-stack.ts"

export type DatasetStack = RunningStack & {
  dynamo: Dynamo
  objects: ObjectStore
  tick: () => Promise<Record<string, number>>
}

const TICK_TOKEN = "a token of the tests for the scheduler 0123456789"

/** A stack whose database, objects and scheduler the test can reach. Stopped by `stop`. */
export async function startDatasetStack(env: Record<string, string> = {}): Promise<DatasetStack> {
  const dynamo = await startDynamo()
  const stack = await startStack({
    env: { DYNAMODB_ENDPOINT: dynamo.endpoint, CARDLOOM_TICK_TOKEN: TICK_TOKEN, ...env },
  })
  process.env["DYNAMODB_ENDPOINT"] = dynamo.endpoint
  const stop = async () => {
    await stack.stop()
    await dynamo.stop()
  }
  const objects = openObjectStore({ OBJECTS_DIR: join(stack.dataDir, "objects") })
  return { ...stack, stop, dynamo, objects, tick: () => tick(stack.url) }
}

export async function tick(url: string, token = TICK_TOKEN): Promise<Record<string, number>> {
  const headers = { authorization: `Bearer ${token}` }
  const response = await fetch(new URL("/api/internal/tick", url), { method: "POST", headers })
  if (!response.ok) throw new Error(`the tick was answered with ${response.status}`)
  const { data } = (await response.json()) as { data: Record<string, number> }
  return data
}

/** Whether the object that a dataset's current version names is there and is the one its checksum was made of. */
export async function currentDataIsWhole(objects: ObjectStore, { id, dataVersion }: Dataset): Promise<boolean> {
  const stored = dataVersion && (await objects.get(objectKeys.data(id, dataVersion.id)))
  if (!stored) return false
  const bytes = await buffer(stored)
  const sha256 = createHash("sha256").update(bytes).digest("hex")
  return bytes.byteLength === dataVersion.sizeBytes && sha256 === dataVersion.sha256
}

export const keysBelow = async (objects: ObjectStore, prefix: string): Promise<string[]> =>
  (await Array.fromAsync(objects.list(prefix))).map(({ key }) => key).sort()
