import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs"
import { createServer } from "node:http"
import { once } from "node:events"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { freePort } from "#tests/support/free-port.ts"
import { untilProgram } from "#tests/support/start-program.ts"
import { startLauncher, startStack, type RunningStack } from "#tests/support/start-stack.ts"

let stack: RunningStack
const folders: string[] = []
const newFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), "cardloom-launcher-"))
  folders.push(folder)
  return folder
}

beforeAll(async () => {
  stack = await startStack()
})
afterAll(async () => {
  await stack.stop()
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

test("given a running stack, a second launcher on its folder stops with one sentence, and the first goes on", async () => {
  const second = startLauncher(stack.dataDir, await freePort())
  expect((await second.exited).code).toBe(1)
  expect(second.output()).toContain(`is in use by another Cardloom (process ${stack.pid}, ${stack.url})`)
  expect(second.output().trim().split("\n")).toHaveLength(1)
  expect((await fetch(`${stack.url}/api/ready`)).status).toBe(200)
})

test("given a port in use, the launcher says which and what to do", async () => {
  const server = createServer().listen(0, "127.0.0.1")
  await once(server, "listening")
  const address = server.address()
  const port = typeof address === "object" && address ? address.port : 0
  const launcher = startLauncher(newFolder(), port)
  expect((await launcher.exited).code).toBe(1)
  expect(launcher.output()).toContain(`Port ${port} of 127.0.0.1 is in use`)
  expect(launcher.output()).toContain(`PORT=${port + 1}`)
  server.close()
})

test("a mistake in the environment is one sentence and nothing is started", async () => {
  const launcher = startLauncher(newFolder(), await freePort(), { AUTH_SECRET: "short" })
  expect((await launcher.exited).code).toBe(1)
  expect(launcher.output()).toBe("The environment variable AUTH_SECRET must have at least 32 characters.\n")
})

test("secrets are made once and only their owner may read them", () => {
  const path = join(stack.dataDir, "secrets.json")
  expect(statSync(path).mode & 0o777).toBe(0o600)
  expect(Object.keys(JSON.parse(readFileSync(path, "utf8")))).toEqual([
    "AUTH_SECRET",
    "EXECUTOR_TOKEN",
    "CARDLOOM_TICK_TOKEN",
  ])
})

test("the executor is given neither the session secret nor the database", () => {
  const environment = readFileSync(`/proc/${stack.children["executor"]}/environ`, "utf8")
  expect(environment).not.toMatch(/AUTH_SECRET|CARDLOOM_TICK_TOKEN|DYNAMODB_|CARDLOOM_ADMIN_/)
})

test("given no sandbox, the launcher says why, and the pages are served all the same", async () => {
  const port = await freePort()
  const launcher = startLauncher(newFolder(), port, { CARDLOOM_PYTHON: "/nonexistent" })
  await untilProgram(launcher, "Cardloom is ready", () => launcher.output().includes("Cardloom is ready"))
  expect(launcher.output()).toMatch(/The sandbox is not available, so cards and imports will not run: .*\/nonexistent/)
  expect((await fetch(`http://127.0.0.1:${port}/sign-in`)).status).toBe(200)
  await launcher.stop()
})
