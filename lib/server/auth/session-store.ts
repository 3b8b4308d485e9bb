import "server-only"
import { BatchGetCommand } from "@aws-sdk/lib-dynamodb"
import { Service } from "electrodb"
import { z } from "zod"
import { newId, SessionId, UserId } from "#lib/domain/ids.ts"
import { getEvery, deleteEvery } from "../db/batch.ts"
import { secondsOf } from "../db/attributes.ts"
import { database, perDatabase } from "../db/client.ts"
import { readAll } from "../db/page.ts"
import { transact } from "../db/transact.ts"
import { userEntity } from "../users/user.entity.ts"
import { parseStoredUser, type StoredUser } from "../users/user-store.ts"
import { sessionEntity, userSessionEntity } from "./session.entity.ts"

const tables = perDatabase(
  (db) => new Service({ session: sessionEntity(db), userSession: userSessionEntity(db), user: userEntity(db) }, db),
)

/** One sign-in. Times are ISO; `expiresAt` in whole seconds. */
export type Session = {
  id: SessionId
  userId: UserId
  createdAt: string
  expiresAt: string
  userAgent: string
  address: string
}
export type NewSession = Pick<Session, "userId" | "expiresAt" | "userAgent" | "address">

const StoredSession = z
  .object({
    id: SessionId,
    userId: UserId,
    createdAt: z.iso.datetime(),
    expiresAtSeconds: z.int(),
    userAgent: z.string(),
    address: z.string(),
  })
  .transform(({ expiresAtSeconds, ...rest }): Session => ({
    ...rest,
    expiresAt: new Date(expiresAtSeconds * 1000).toISOString(),
  }))

const MAX_ATTEMPTS = 5

export async function createSession(draft: NewSession): Promise<Session> {
  const { expiresAt, ...rest } = draft
  const item = {
    ...rest,
    id: newId("ses"),
    createdAt: new Date().toISOString(),
    expiresAtSeconds: secondsOf(expiresAt),
  }
  const refusal = await transact(() =>
    tables()
      .transaction.write(({ session, userSession }) => [
        session.create(item).commit(),
        userSession
          .create({ userId: item.userId, sessionId: item.id, expiresAtSeconds: item.expiresAtSeconds })
          .commit(),
      ])
      .go(),
  )
  if (refusal) throw new Error("A new session has the id of an older one")
  return StoredSession.parse(item)
}

/**
 * A session and its user in one consistent read: every signed-in request begins with it, and a sign-out or a disabled
 * user must show on the next one. null when either is missing, they do not belong together, or the session is over.
 */
export async function readSessionWithUser(
  sessionId: SessionId,
  userId: UserId,
): Promise<{ session: Session; user: StoredUser } | null> {
  const { session: sessions, user: users } = tables().entities
  const sessionKey = keyOf(sessions.get({ id: sessionId }).params())
  const userKey = keyOf(users.get({ id: userId }).params())
  const items = await batchRead([sessionKey, userKey])
  const sessionItem = items.find((item) => item["pk"] === sessionKey["pk"])
  const userItem = items.find((item) => item["pk"] === userKey["pk"])
  if (!sessionItem || !userItem) return null
  const session = StoredSession.parse(sessions.parse({ Item: sessionItem }).data)
  if (session.userId !== userId || Date.parse(session.expiresAt) <= Date.now()) return null
  return { session, user: parseStoredUser(users.parse({ Item: userItem }).data) }
}

export async function deleteSession(id: SessionId): Promise<void> {
  const { data } = await tables().entities.session.delete({ id }).go({ response: "all_old" })
  if (data) await tables().entities.userSession.delete({ userId: data.userId, sessionId: id }).go()
}

/** Ends a user's sessions, but for `exceptId`: after a change of password, for example. */
export async function deleteSessionsOf(
  userId: UserId,
  { exceptId }: { exceptId?: SessionId | undefined } = {},
): Promise<void> {
  const ids = (await sessionIdsOf(userId)).filter((id) => id !== exceptId)
  const { session, userSession } = tables().entities
  // The pointers go last: if this is cut short, what is left can still be found.
  await deleteEvery(ids, (some) => session.delete(some.map((id) => ({ id }))).go())
  await deleteEvery(ids, (some) => userSession.delete(some.map((sessionId) => ({ userId, sessionId }))).go())
}

/** A user's sessions that are not over, newest first. */
export async function listSessions(userId: UserId): Promise<Session[]> {
  const ids = await sessionIdsOf(userId)
  const items = await getEvery(ids, (some) =>
    tables()
      .entities.session.get(some.map((id) => ({ id })))
      .go({ consistent: true }),
  )
  return items
    .map((item) => StoredSession.parse(item))
    .filter(({ expiresAt }) => Date.parse(expiresAt) > Date.now())
    .sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1))
}

async function sessionIdsOf(userId: UserId): Promise<SessionId[]> {
  const pointers = await readAll((options) =>
    tables()
      .entities.userSession.query.byUser({ userId })
      .go({ ...options, consistent: true }),
  )
  return pointers.map(({ sessionId }) => SessionId.parse(sessionId))
}

type Key = Record<string, string>
const GetParams = z.object({ Key: z.record(z.string(), z.string()) })
const keyOf = (params: unknown): Key => GetParams.parse(params).Key

async function batchRead(keys: Key[]): Promise<Record<string, unknown>[]> {
  const { client, table } = database()
  const items: Record<string, unknown>[] = []
  let wanted: Record<string, unknown>[] = keys
  for (let attempt = 1; wanted.length > 0 && attempt <= MAX_ATTEMPTS; attempt += 1) {
    const answer = await client.send(
      new BatchGetCommand({ RequestItems: { [table]: { Keys: wanted, ConsistentRead: true } } }),
    )
    items.push(...(answer.Responses?.[table] ?? []))
    wanted = answer.UnprocessedKeys?.[table]?.Keys ?? []
  }
  if (wanted.length > 0) throw new Error("The database left a read undone; it is overloaded")
  return items
}
