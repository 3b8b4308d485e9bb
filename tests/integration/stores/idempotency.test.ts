import { ScanCommand } from "@aws-sdk/lib-dynamodb"
import { beforeAll, describe, expect, test } from "vitest"
import { AppError } from "#lib/domain/app-error.ts"
import { createCard } from "#lib/domain/endpoints/cards.ts"
import { createDataset } from "#lib/domain/endpoints/datasets.ts"
import type { Endpoint } from "#lib/domain/endpoints/endpoint.ts"
import { newId } from "#lib/domain/ids.ts"
import type { Actor } from "#lib/domain/user.ts"
import { database } from "#lib/server/db/client.ts"
import { created } from "#lib/server/http/respond.ts"
import { answerOnce } from "#lib/server/idempotency/answer-once.ts"
import { useDatabase } from "./use-database.ts"

useDatabase()

const secret = () => crypto.randomUUID() + crypto.randomUUID()
beforeAll(() => {
  Object.assign(process.env, {
    CARDLOOM_URL: "http://localhost:3000",
    AUTH_SECRET: secret(),
    CARDLOOM_TICK_TOKEN: secret(),
    EXECUTOR_TOKEN: secret(),
    EXECUTOR_URL: "http://localhost:4000",
  })
})

const somebody = (): Actor => ({ userId: newId("usr"), role: "member", groupIds: [], via: "token", scope: "write" })

type Sent = { actor: Actor; key?: string; path?: string; endpoint?: Endpoint }

/** A creation that counts how often it was carried out; each makes another id. */
function creation() {
  let count = 0
  const handle = () => created({ id: `made_${(count += 1)}`, version: 1 })
  const send = async (sent: Sent, body: unknown, work: (request: Request) => Promise<Response> | Response = handle) => {
    const request = new Request(`http://localhost:3000${sent.path ?? "/api/cards"}`, {
      method: "POST",
      headers: sent.key === undefined ? {} : { "idempotency-key": sent.key },
    })
    const answer = await answerOnce({ endpoint: sent.endpoint ?? createCard, actor: sent.actor, request, body }, work)
    return { status: answer.status, headers: answer.headers, body: await answer.json() }
  }
  return { send, handle, count: () => count }
}

test("twenty at once with one key make one, and all are told the same", async () => {
  const { send, count } = creation()
  const sent = { actor: somebody(), key: "k" }
  const answers = await Promise.all(Array.from({ length: 20 }, () => send(sent, { name: "a" })))
  expect(count()).toBe(1)
  expect(new Set(answers.map(({ status, body }) => JSON.stringify([status, body])))).toEqual(
    new Set([JSON.stringify([201, { data: { id: "made_1", version: 1 } }])]),
  )
  expect(answers.filter(({ headers }) => headers.has("idempotency-replayed"))).toHaveLength(19)
  expect(new Set(answers.map(({ headers }) => headers.get("etag")))).toEqual(new Set(['"1"']))
})

test("the order of a body's keys means nothing; another body is refused, and makes nothing", async () => {
  const { send, count } = creation()
  const sent = { actor: somebody(), key: "k" }
  await send(sent, { name: "a", code: "b" })
  expect((await send(sent, { code: "b", name: "a" })).body).toMatchObject({ data: { id: "made_1" } })
  await expect(send(sent, { name: "a", code: "c" })).rejects.toMatchObject({
    code: "idempotency_conflict",
    status: 422,
  })
  expect(count()).toBe(1)
})

test("a key is its owner's, and of one path: others make their own", async () => {
  const { send, count } = creation()
  const actor = somebody()
  await send({ actor, key: "k" }, {})
  await send({ actor: somebody(), key: "k" }, {})
  await send({ actor, key: "k", path: "/api/dashboards/dash_1/clone" }, {})
  await send({ actor, key: "another" }, {})
  await send({ actor }, {})
  await send({ actor }, {})
  expect(count()).toBe(6)
})

test.each([
  ["is refused", () => Promise.reject(new AppError("validation_failed", "no"))],
  ["breaks", () => Promise.reject(new Error("broken"))],
])("a first attempt that %s frees the key", async (_, fail) => {
  const { send, count } = creation()
  const sent = { actor: somebody(), key: "k" }
  await expect(send(sent, {}, fail)).rejects.toThrow(/no|broken/)
  expect((await send(sent, { now: "another body" })).status).toBe(201)
  expect(count()).toBe(1)
})

test("while the first is at work, another body is refused at once, and the same one waits for its answer", async () => {
  const { send, handle, count } = creation()
  const sent = { actor: somebody(), key: "k" }
  const [begun, finish] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const first = send(sent, {}, async () => {
    begun.resolve()
    await finish.promise
    return handle()
  })
  await begun.promise
  await expect(send(sent, { other: true })).rejects.toMatchObject({ code: "idempotency_conflict" })
  const second = send(sent, {})
  finish.resolve()
  expect((await second).body).toEqual((await first).body)
  expect(count()).toBe(1)
})

test.each(["", " ", "a b", "ä", "x".repeat(256)])("the key %j is refused", async (key) => {
  const headers = new Headers()
  // Headers themselves refuse what is no byte; what they take is ours to judge.
  try {
    headers.set("idempotency-key", key)
  } catch {
    return
  }
  const request = new Request("http://localhost:3000/api/cards", { method: "POST", headers })
  const asked = answerOnce({ endpoint: createCard, actor: somebody(), request, body: {} }, () => created({ id: "x" }))
  await expect(asked).rejects.toMatchObject({ code: "validation_failed" })
})

test("what is kept can't be read in the database: neither the answer nor the body", async () => {
  const { send } = creation()
  await send({ actor: somebody(), key: "k-sealed" }, { password: "hunter2-hunter2" }, () =>
    created({ id: "tok_1", token: "cl_shown_once" }),
  )
  const { client, table } = database()
  const { Items = [] } = await client.send(new ScanCommand({ TableName: table }))
  const text = JSON.stringify(Items)
  expect(text).toContain("idempotencyKey")
  expect(text).not.toMatch(/cl_shown_once|hunter2|k-sealed/)
})

test("an answer too long to be kept is repeated as what it made", async () => {
  const { send, count } = creation()
  const sent = { actor: somebody(), key: "k" }
  const noise = Array.from({ length: 20_000 }, () => crypto.randomUUID()).join("")
  await send(sent, {}, () => created({ id: "card_long", code: noise }))
  expect((await send(sent, {})).body).toEqual({ data: { id: "card_long" } })
  expect(count()).toBe(0)
})

describe("uploads", () => {
  const upload = async (sent: Sent, rows: string, fields: Record<string, string> = { name: "n" }) => {
    const form = new FormData()
    for (const [name, value] of Object.entries(fields)) form.set(name, value)
    form.set("file", new Blob([rows]), "rows.csv")
    // Each request has a boundary of its own.
    const request = new Request("http://localhost:3000/api/datasets", {
      method: "POST",
      headers: { "idempotency-key": sent.key ?? "" },
      body: form,
    })
    const received: number[] = []
    const answer = await answerOnce(
      { endpoint: createDataset, actor: sent.actor, request, body: undefined },
      async (tapped) => {
        received.push((await tapped.arrayBuffer()).byteLength)
        return created({ id: newId("ds") })
      },
    )
    return { id: ((await answer.json()) as { data: { id: string } }).data.id, received }
  }

  test("the same form again, whole, is answered as before and handled once", async () => {
    const sent = { actor: somebody(), key: "k" }
    const rows = "a,b\r\n1,2\r\n".repeat(100_000)
    const first = await upload(sent, rows)
    expect(first.received[0]).toBeGreaterThan(rows.length)
    const again = await upload(sent, rows)
    expect(again).toEqual({ id: first.id, received: [] })
  })

  test.each([
    ["other rows", "a\n2\n", { name: "n" }],
    ["another name", "a\n1\n", { name: "m" }],
    ["one field more", "a\n1\n", { name: "n", options: "{}" }],
  ])("%s are refused", async (_, rows, fields) => {
    const sent = { actor: somebody(), key: "k" }
    await upload(sent, "a\n1\n")
    await expect(upload(sent, rows, fields)).rejects.toMatchObject({ code: "idempotency_conflict" })
  })
})
