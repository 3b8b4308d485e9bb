import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest"
import type { AuditEvent } from "#lib/domain/audit.ts"
import { newId } from "#lib/domain/ids.ts"
import { auditCsv } from "#lib/server/audit/audit-csv.ts"
import { listAuditEvents, searchAuditEvents } from "#lib/server/audit/list-audit-events.ts"
import { recordAudit } from "#lib/server/audit/record-audit.ts"
import { recordDenied } from "#lib/server/audit/record-denied.ts"
import { withRequestContext } from "#lib/server/audit/request-context.ts"
import { closeDatabase } from "#lib/server/db/client.ts"
import { createUser } from "#lib/server/users/user-store.ts"
import { useDatabase } from "./use-database.ts"

useDatabase()

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] })
})
afterEach(() => {
  vi.useRealTimers()
})

const person = newId("usr")
const made = (type: AuditEvent["type"], at: string, targetId: string) => {
  vi.setSystemTime(at)
  return recordAudit({ type, targetId, by: { userId: person, via: "session", userName: "Ada" } })
}
const idsOf = ({ data }: { data: AuditEvent[] }) => data.map(({ targetId }) => targetId)

test("given a request, what is recorded says who, from where, and by their name at the time", async () => {
  const { id } = await createUser({ email: "grace@example.org", name: "Grace", role: "member", passwordHash: null })
  const context = { requestId: "r-1", address: "192.0.2.7", actor: { userId: id, via: "token" as const } }
  await withRequestContext(context, () => recordAudit({ type: "card.deleted", targetId: "card_1", targetName: "Rain" }))
  expect((await listAuditEvents({ limit: 10, targetId: "card_1" })).data).toEqual([
    {
      id: expect.stringMatching(/^aud_/),
      at: new Date().toISOString(),
      type: "card.deleted",
      userId: id,
      userName: "Grace",
      via: "token",
      targetId: "card_1",
      targetName: "Rain",
      details: {},
      address: "192.0.2.7",
      requestId: "r-1",
    },
  ])
})

test("what goes on without a request of anybody's is the system's doing, on a person's behalf", async () => {
  await recordAudit({ type: "dataset.imported", targetId: "ds_tick", onBehalfOf: person })
  expect((await listAuditEvents({ limit: 10, targetId: "ds_tick" })).data).toMatchObject([
    { userId: person, via: "system", address: "", requestId: null },
  ])
})

describe("given events of three days", () => {
  beforeAll(async () => {
    vi.useFakeTimers({ toFake: ["Date"] })
    await made("card.created", "2031-03-01T23:59:59.999Z", "a")
    await made("card.deleted", "2031-03-02T00:00:00.000Z", "b")
    await made("card.created", "2031-03-02T00:00:00.001Z", "c")
    await made("card.deleted", "2031-03-03T11:00:00.000Z", "a")
  })
  beforeEach(() => {
    vi.setSystemTime("2031-03-03T12:00:00Z")
  })

  test("they come newest first over the days' borders, page by page, each once", async () => {
    const seen: unknown[] = []
    let cursor: string | undefined
    do {
      const page = await listAuditEvents({ limit: 1, cursor })
      seen.push(...idsOf(page))
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    expect(seen).toEqual(["a", "c", "b", "a"])
  })

  test.each([
    ["a type", { type: "card.created" as const }, ["c", "a"]],
    ["an object", { targetId: "a" }, ["a", "a"]],
    ["a person", { userId: person }, ["a", "c", "b", "a"]],
    ["a person and a type", { userId: person, type: "card.deleted" as const }, ["a", "b"]],
    ["one day", { from: "2031-03-02", to: "2031-03-02" }, ["c", "b"]],
    ["a person on one day", { userId: person, from: "2031-03-02", to: "2031-03-02" }, ["c", "b"]],
    ["days before all of them", { from: "2031-01-01", to: "2031-02-28" }, []],
  ])("they are searched by %s", async (_, search, targets) => {
    const page = await listAuditEvents({ limit: 50, ...search })
    expect(idsOf(page)).toEqual(targets)
    expect(page.nextCursor).toBeNull()
  })

  test.each([
    ["days the wrong way round", { from: "2031-03-03", to: "2031-03-01" }],
    ["more than a year of everything", { from: "2029-01-01", to: "2031-03-01" }],
    ["a cursor that is not ours", { cursor: "zzz" }],
  ])("%s are refused", async (_, search) => {
    await expect(listAuditEvents({ limit: 10, ...search })).rejects.toMatchObject({ code: "validation_failed" })
  })

  test("as CSV, a name that a spreadsheet would run is guarded", async () => {
    vi.setSystemTime("2031-04-01T00:00:00Z")
    await recordAudit({
      type: "dashboard.deleted",
      targetId: "dash_csv",
      targetName: '=HYPERLINK("http://evil.example")',
      by: { userId: null, via: "none", userName: "-1+1" },
    })
    let csv = ""
    for await (const line of auditCsv(searchAuditEvents({ targetId: "dash_csv" }))) csv += line
    const [header, row] = csv.split("\r\n")
    expect(header).toMatch(/^\uFEFFat,type,userId,/)
    expect(row).toContain(`dashboard.deleted,,'-1+1,none,dash_csv,"'=HYPERLINK(""http://evil.example"")"`)
  })
})

test("a refusal is recorded once a minute for each person and thing", async () => {
  const denied = (targetId: string, at: string) =>
    recordDenied({ actor: { userId: person, via: "session" }, what: "dataset", targetId }, Date.parse(at))
  await denied("ds_x", "2031-05-01T00:00:00Z")
  await denied("ds_x", "2031-05-01T00:00:59Z")
  await denied("ds_y", "2031-05-01T00:00:59Z")
  await denied("ds_x", "2031-05-01T00:01:01Z")
  expect((await listAuditEvents({ limit: 10, targetId: "ds_x" })).data).toHaveLength(2)
  expect((await listAuditEvents({ limit: 10, targetId: "ds_y" })).data).toMatchObject([
    { type: "access.denied", details: { what: "dataset" } },
  ])
})

test("given a log that can't be written, what opens access is refused and the rest goes on", async () => {
  const [endpoint, by] = [process.env.DYNAMODB_ENDPOINT, { userId: null, via: "none" as const, userName: "Ada" }]
  closeDatabase()
  // Nobody listens there.
  process.env.DYNAMODB_ENDPOINT = "http://127.0.0.1:9"
  try {
    await expect(recordAudit({ type: "link.created", by })).rejects.toMatchObject({ code: "unavailable" })
    await expect(recordAudit({ type: "card.deleted", by })).resolves.toBeUndefined()
  } finally {
    closeDatabase()
    process.env.DYNAMODB_ENDPOINT = endpoint
  }
})
