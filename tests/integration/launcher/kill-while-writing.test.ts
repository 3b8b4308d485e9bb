import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, expect, test } from "vitest"
import { z } from "zod"
import { dataOf } from "#lib/domain/api.ts"
import { apiClient, clientWithPassword, type ApiClient } from "#tests/support/api-client.ts"
import { startStack, type RunningStack } from "#tests/support/start-stack.ts"
import { waitFor } from "#tests/support/wait-for.ts"

const Saved = dataOf(z.object({ id: z.string(), code: z.string() }))
const Preview = dataOf(z.object({ rows: z.array(z.array(z.unknown())), totalRows: z.number() }))

let dataDir: string
let stack: RunningStack
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "cardloom-killed-"))
})
afterEach(async () => {
  await stack.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

/** Half of the cards are long enough to be kept in the object store, beside their item. */
const codeOf = (name: string, index: number) =>
  `# ${name}\n${index % 2 === 0 ? "#".repeat(150_000) : ""}\ndef render(dataset):\n    return ${index}\n`

/** Saves cards until the server is gone; `acknowledged` grows with each answer of 201. */
async function saveCards(client: ApiClient, writer: number, acknowledged: Map<string, string>) {
  for (let index = 0; ; index += 1) {
    const name = `Card ${writer}.${index}`
    const code = codeOf(name, index)
    try {
      const { data } = await client.expect(Saved, "POST", "/api/cards", { body: { name, code } })
      acknowledged.set(data.id, code)
    } catch (error) {
      if (error instanceof TypeError) return // The connection was refused or cut: fetch's way to say so.
      throw error
    }
  }
}

test("kill -9 of the launcher while four writers save: everything acknowledged is there after the next start", async () => {
  stack = await startStack({ dataDir })
  const first = await clientWithPassword(stack.url, stack.adminEmail, stack.adminPassword)
  const { dataset } = await first.upload("Sales", "region,amount\nnorth,1\nsouth,2\n")
  const acknowledged = new Map<string, string>()

  for (const round of [1, 2]) {
    const client = apiClient(stack.url, first.token)
    const enough = acknowledged.size + 40
    const writers = [1, 2, 3, 4].map((writer) => saveCards(client, round * 10 + writer, acknowledged))
    await waitFor("some writes are acknowledged and others under way", () => acknowledged.size >= enough)
    await stack.kill()
    await Promise.all(writers)
    stack = await startStack({ dataDir })
  }

  const client = apiClient(stack.url, first.token)
  const lost: string[] = []
  for (const [id, code] of acknowledged) {
    const { status, body } = await client.send("GET", `/api/cards/${id}`)
    if (status !== 200 || Saved.parse(body).data.code !== code) lost.push(id)
  }
  expect(lost).toEqual([])
  expect(acknowledged.size).toBeGreaterThanOrEqual(80)

  const preview = await client.expect(Preview, "GET", `/api/datasets/${dataset.id}/preview?limit=10`)
  expect(preview.data).toMatchObject({
    totalRows: 2,
    rows: [
      ["north", 1],
      ["south", 2],
    ],
  })
})
