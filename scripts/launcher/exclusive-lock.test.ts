import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, expect, test } from "vitest"
import { takeExclusiveLock } from "./exclusive-lock.ts"

const folder = mkdtempSync(join(tmpdir(), "cardloom-lock-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test("given a lock that is held, a second taker gets none, until it is released", async () => {
  const path = join(folder, "lock")
  const first = await takeExclusiveLock(path)
  expect(first).toBeDefined()
  expect(await takeExclusiveLock(path)).toBeUndefined()
  first?.release()
  await first?.lost
  const second = await takeExclusiveLock(path)
  expect(second).toBeDefined()
  second?.release()
})

test("a folder that is not there is an error, not a held lock", async () => {
  await expect(takeExclusiveLock(join(folder, "absent/lock"))).rejects.toThrow("could not lock")
})
