import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, expect, test } from "vitest"
import { descendantsOf, isAlive, processesMentioning } from "#tests/support/processes.ts"
import { startStack, type RunningStack } from "#tests/support/start-stack.ts"
import { waitFor } from "#tests/support/wait-for.ts"

let stack: RunningStack
let dataDir: string

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), "cardloom-ends-"))
  stack = await startStack({ dataDir })
})
afterEach(async () => {
  await stack.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

/** The stack's processes carry its folder in command line or environment; the sandbox's are found as descendants. */
const nothingIsLeft = () => waitFor("no process of the stack is left", () => processesMentioning(dataDir).length === 0)

test("SIGTERM ends every process, and the launcher with success", async () => {
  expect(Object.keys(stack.children).sort()).toEqual(["database", "executor", "web"])
  const everyProcess = descendantsOf(stack.pid)
  await stack.stop()
  expect(await stack.exited).toEqual({ code: 0, signal: null })
  await nothingIsLeft()
  await waitFor("the sandbox is gone", () => everyProcess.filter(isAlive).length === 0)
})

test("kill -9 of the launcher leaves no process behind", async () => {
  const sandbox = descendantsOf(stack.pid)
  await stack.kill()
  await nothingIsLeft()
  await waitFor("the sandbox is gone", () => sandbox.filter(isAlive).length === 0)
})

test.each(["web", "executor", "database"])(
  "when %s is killed, all end, and the launcher says which and fails",
  async (name) => {
    const sandbox = descendantsOf(stack.pid)
    process.kill(stack.children[name]!, "SIGKILL")
    expect((await stack.exited).code).toBe(1)
    expect(stack.output()).toContain(`${name} ended unexpectedly (SIGKILL)`)
    await nothingIsLeft()
    await waitFor("the sandbox is gone", () => sandbox.filter(isAlive).length === 0)
  },
)
