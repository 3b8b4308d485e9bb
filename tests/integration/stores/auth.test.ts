import { describe, expect, test } from "vitest"
import { newId } from "#lib/domain/ids.ts"
import { clear, hit, refund } from "#lib/server/auth/rate-limit-store.ts"
import {
  createSession,
  deleteSession,
  deleteSessionsOf,
  listSessions,
  readSessionWithUser,
} from "#lib/server/auth/session-store.ts"
import { putSetupToken, takeSetupToken } from "#lib/server/auth/setup-token-store.ts"
import { createToken, deleteToken, listTokens, readTokenByHash, touchToken } from "#lib/server/auth/token-store.ts"
import { createUser, updateUser } from "#lib/server/users/user-store.ts"
import { useDatabase } from "./use-database.ts"

useDatabase()

const HOUR_MS = 3_600_000
const inMs = (ms: number) => new Date(Date.now() + ms).toISOString()
const aUser = () =>
  createUser({ email: `${crypto.randomUUID()}@example.org`, name: "Ada", role: "member", passwordHash: "hash" })
const sessionFor = (userId: ReturnType<typeof newId<"usr">>, expiresAt = inMs(HOUR_MS)) =>
  createSession({ userId, expiresAt, userAgent: "a browser", address: "127.0.0.1" })

describe("sessions", () => {
  test("a session is read together with its user as they are now", async () => {
    const user = await aUser()
    const session = await sessionFor(user.id)

    expect(await readSessionWithUser(session.id, user.id)).toEqual({ session, user })

    const disabled = await updateUser(user.id, { disabled: true, role: "admin" })
    expect((await readSessionWithUser(session.id, user.id))?.user).toEqual(disabled)
  })

  test("a session that is over is not found, though the database still has it", async () => {
    const user = await aUser()
    const session = await sessionFor(user.id, inMs(-2000))

    expect(await readSessionWithUser(session.id, user.id)).toBeNull()
    expect(await listSessions(user.id)).toEqual([])
  })

  test("a session does not open another user", async () => {
    const [ada, eve] = await Promise.all([aUser(), aUser()])
    const session = await sessionFor(eve.id)

    expect(await readSessionWithUser(session.id, ada.id)).toBeNull()
    expect(await readSessionWithUser(newId("ses"), ada.id)).toBeNull()
    expect(await readSessionWithUser(session.id, newId("usr"))).toBeNull()
  })

  test("a deleted session is gone at once, and deleting it again is fine", async () => {
    const user = await aUser()
    const [kept, ended] = await Promise.all([sessionFor(user.id), sessionFor(user.id)])

    await deleteSession(ended.id)
    await deleteSession(ended.id)

    expect(await readSessionWithUser(ended.id, user.id)).toBeNull()
    expect(await listSessions(user.id)).toEqual([kept])
  })

  test("all of a user's sessions end but the one kept, however many there are", async () => {
    const [user, other] = await Promise.all([aUser(), aUser()])
    const sessions = await Promise.all(Array.from({ length: 60 }, () => sessionFor(user.id)))
    const theirs = await sessionFor(other.id)
    expect(await listSessions(user.id)).toHaveLength(60)
    const kept = sessions[30]
    if (!kept) throw new Error("unreachable")

    await deleteSessionsOf(user.id, { exceptId: kept.id })

    expect(await listSessions(user.id)).toEqual([kept])
    expect(await listSessions(other.id)).toEqual([theirs])

    await deleteSessionsOf(user.id)
    expect(await readSessionWithUser(kept.id, user.id)).toBeNull()
  })
})

describe("API tokens", () => {
  const anyUse = { scope: "write", expiresAt: null } as const

  test("a token is found by its hash, until it is deleted by its owner", async () => {
    const [owner, stranger] = [newId("usr"), newId("usr")]
    const secretHash = crypto.randomUUID()
    const token = await createToken({ userId: owner, name: "script", ...anyUse, secretHash })

    expect(await readTokenByHash(secretHash)).toEqual({ token, userId: owner })
    expect(token).not.toHaveProperty("secretHash")
    expect(await deleteToken(stranger, token.id)).toBe(false)
    expect(await deleteToken(owner, token.id)).toBe(true)
    expect(await deleteToken(owner, token.id)).toBe(false)
    expect(await readTokenByHash(secretHash)).toBeNull()
  })

  test("a use is noted, but does not bring a deleted token back", async () => {
    const userId = newId("usr")
    const secretHash = crypto.randomUUID()
    const token = await createToken({ userId, name: "script", ...anyUse, secretHash })
    const usedAt = inMs(0)

    await touchToken(secretHash, usedAt)
    expect((await readTokenByHash(secretHash))?.token.lastUsedAt).toBe(usedAt)

    await deleteToken(userId, token.id)
    await touchToken(secretHash, usedAt)
    expect(await readTokenByHash(secretHash)).toBeNull()
  })

  test("the list holds a user's own tokens, newest first", async () => {
    const userId = newId("usr")
    const names = ["first", "second", "third"]
    for (const name of names) await createToken({ userId, name, ...anyUse, secretHash: crypto.randomUUID() })
    await createToken({ userId: newId("usr"), name: "another's", ...anyUse, secretHash: crypto.randomUUID() })

    const one = await listTokens(userId, { limit: 2 })
    const two = await listTokens(userId, { limit: 2, cursor: one.nextCursor ?? undefined })

    expect([...one.data, ...two.data].map(({ name }) => name)).toEqual(names.toReversed())
    expect(two.nextCursor).toBeNull()
  })
})

describe("rate limits", () => {
  test("given 25 hits at once, each is counted once and all share a window", async () => {
    const key = crypto.randomUUID()

    const hits = await Promise.all(Array.from({ length: 25 }, () => hit(key, { windowSeconds: 600 })))

    expect(hits.map(({ count }) => count).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 25 }, (_, index) => index + 1),
    )
    expect(new Set(hits.map(({ resetsAt }) => resetsAt)).size).toBe(1)
  })

  test("a window that is over begins again at one", async () => {
    const key = crypto.randomUUID()
    expect(await hit(key, { windowSeconds: 0 })).toMatchObject({ count: 1 })
    expect(await hit(key, { windowSeconds: 0 })).toMatchObject({ count: 1 })
  })

  test("a refund takes one back and a clear takes all", async () => {
    const key = crypto.randomUUID()
    await refund(key)
    await hit(key, { windowSeconds: 600 })
    await hit(key, { windowSeconds: 600 })

    await refund(key)
    expect(await hit(key, { windowSeconds: 600 })).toMatchObject({ count: 2 })

    await clear(key)
    expect(await hit(key, { windowSeconds: 600 })).toMatchObject({ count: 1 })
  })
})

describe("set-up tokens", () => {
  test("given ten who use one token at once, one is let in", async () => {
    const userId = newId("usr")
    const hash = crypto.randomUUID()
    await putSetupToken({ hash, userId, expiresAt: inMs(HOUR_MS) })

    const taken = await Promise.all(Array.from({ length: 10 }, () => takeSetupToken(hash)))

    expect(taken.filter((winner) => winner !== null)).toEqual([userId])
  })

  test("an expired token lets nobody in, nor does an unknown or empty one", async () => {
    const hash = crypto.randomUUID()
    await putSetupToken({ hash, userId: newId("usr"), expiresAt: inMs(-2000) })

    expect(await takeSetupToken(hash)).toBeNull()
    expect(await takeSetupToken(crypto.randomUUID())).toBeNull()
    expect(await takeSetupToken("")).toBeNull()
  })
})
