import { once } from "node:events"
import { mkdtempSync, rmSync } from "node:fs"
import { connect, createServer, type Server, type Socket } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, expect, test } from "vitest"
import { FrameReader } from "./frames.ts"
import { JobConnection } from "./job-connection.ts"
import type { SandboxJob, SandboxOutcome } from "./messages.ts"

const job: SandboxJob = {
  kind: "card",
  deadlineMs: 1000,
  memoryBytes: 1,
  files: [],
  body: { code: "" },
  answerBytes: 1,
}

let folder: string
let zygote: Server

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "cardloom-connection-"))
  zygote = createServer().listen(join(folder, "socket"))
  await once(zygote, "listening")
})
afterEach(async () => {
  zygote.close()
  await once(zygote, "close")
  rmSync(folder, { recursive: true })
})

/** All that arrives on a connection until its other end hangs up. */
async function heard(connection: Socket): Promise<unknown[]> {
  const reader = new FrameReader({ totalBytes: 10_000, frames: 10 })
  const messages: unknown[] = []
  for await (const chunk of connection) messages.push(...reader.push(chunk))
  return messages
}

test("a job that is cancelled while its socket still connects is announced all the same, or its end is never reported", async () => {
  const outcomes: SandboxOutcome[] = []
  const accepted = once(zygote, "connection")
  const connection = new JobConnection(connect(join(folder, "socket")), "j1", job, {
    onFinished: (outcome) => outcomes.push(outcome),
  })
  connection.cancel()
  const [socket]: Socket[] = await accepted
  expect(outcomes).toMatchObject([{ ok: false, reason: "cancelled" }])
  expect(socket && (await heard(socket))).toMatchObject([{ job: "j1", kind: "card" }, { code: "" }])
})
