import { execFileSync } from "node:child_process"
import { randomBytes } from "node:crypto"
import { mkdirSync, mkdtempSync, rmSync } from "node:fs"
import { readdir } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { openObjectStore } from "#lib/objects/open-store.ts"
import { clientWithPassword, type ApiClient } from "#tests/support/api-client.ts"
import { startStack, type RunningStack } from "#tests/support/start-stack.ts"
import { currentDataIsWhole, keysBelow } from "./dataset-stack.ts"

const MIB = 1024 * 1024
const isRoot = process.getuid?.() === 0

let folder: string
let objectsDir: string
let stack: RunningStack
let api: ApiClient
let mounted = false

/** A file system of 6 MiB, which only root may make. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "cardloom-full-"))
  objectsDir = join(folder, "objects")
  mkdirSync(objectsDir)
  if (!isRoot) return
  execFileSync("mount", ["-t", "tmpfs", "-o", "size=6m,mode=0755", "tmpfs", objectsDir])
  mounted = true
  stack = await startStack({ env: { OBJECTS_DIR: objectsDir, CARDLOOM_RETRY_SECONDS: "2" } })
  api = await clientWithPassword(stack.url, stack.adminEmail, stack.adminPassword)
})
afterAll(async () => {
  await stack?.stop()
  if (mounted) execFileSync("umount", [objectsDir])
  rmSync(folder, { recursive: true, force: true })
})

const objects = () => openObjectStore({ OBJECTS_DIR: objectsDir })
const leftovers = async () => [
  ...(await keysBelow(objects(), "uploads/")),
  ...(await readdir(join(objectsDir, ".tmp"))),
]
/** Text that no compression makes smaller by more than half. */
const noise = (sizeBytes: number) => {
  const lines = Array.from({ length: sizeBytes / 128 }, () => randomBytes(64).toString("hex").slice(1))
  return `t\n${lines.join("\n")}\n`
}

test.skipIf(!isRoot)(
  "an upload that the disk has no room for is told so, leaves nothing, and a smaller one works",
  async () => {
    const form = new FormData()
    form.set("file", new Blob([noise(8 * MIB)]), "large.csv")

    expect(await api.send("POST", "/api/datasets", { form })).toMatchObject({
      status: 503,
      body: {
        error: {
          code: "unavailable",
          message: expect.stringMatching(/no room left on Cardloom's disk.*send it again/),
        },
      },
    })

    expect(await leftovers()).toEqual([])
    expect((await api.upload("Small", "a\n1\n")).run).toMatchObject({ status: "succeeded" })
  },
)

test.skipIf(!isRoot)(
  "an import whose data the disk has no room for fails, the data before stay, and a retry works",
  async () => {
    const { dataset: before } = await api.upload("Growing", "t\nold\n")

    const { run, dataset } = await api.reimport(before.id, noise(4.5 * MIB))

    expect(run).toMatchObject({ status: "failed", error: { message: expect.stringMatching(/\S/) } })
    expect(dataset.dataVersion?.id).toBe(before.dataVersion?.id)
    expect(await currentDataIsWhole(objects(), dataset)).toBe(true)
    expect(await leftovers()).toEqual([])
    expect((await api.reimport(before.id, "t\nnew\n")).run).toMatchObject({ status: "succeeded" })
  },
)
