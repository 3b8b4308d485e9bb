import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtemp, rm } from "node:fs/promises"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as delay } from "node:timers/promises"
import { fileURLToPath } from "node:url"

const BINARY = fileURLToPath(new URL("../../node_modules/@dynoxide/linux-x64/dynoxide", import.meta.url))
const READY_WITHIN_MS = 20_000

/** Starts the embedded DynamoDB on a free port with an empty file of its own; `stop` ends it and removes the file. */
export async function startDynamo(): Promise<{ endpoint: string; stop: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), "cardloom-dynamo-"))
  const port = await freePort()
  const child = spawn(BINARY, ["serve", "--host", "127.0.0.1", "--port", String(port), "--db-path", join(folder, "table.db")], {
    stdio: "ignore",
  })
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill("SIGKILL")
      await once(child, "exit")
    }
    await rm(folder, { recursive: true, force: true })
  }
  const endpoint = `http://127.0.0.1:${port}`
  const deadline = Date.now() + READY_WITHIN_MS
  while (!(await answers(endpoint))) {
    if (child.exitCode !== null || Date.now() > deadline) {
      await stop()
      throw new Error("the embedded DynamoDB did not start")
    }
    await delay(25)
  }
  return { endpoint, stop }
}

async function answers(endpoint: string): Promise<boolean> {
  return fetch(endpoint).then(
    () => true,
    () => false,
  )
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1")
  await once(server, "listening")
  const address = server.address()
  server.close()
  await once(server, "close")
  if (address === null || typeof address === "string") throw new Error("no port was given")
  return address.port
}
