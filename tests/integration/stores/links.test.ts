import { expect, test } from "vitest"
import { newId } from "#lib/domain/ids.ts"
import { database } from "#lib/server/db/client.ts"
import { areUnchanged, recordReads } from "#lib/server/db/recorded-reads.ts"
import {
  addViews,
  createLink,
  deleteLink,
  getLink,
  getLinkByTokenHash,
  listLinks,
  rotateLink,
  updateLink,
  type StoredLink,
} from "#lib/server/links/link-store.ts"
import { useDatabase } from "./use-database.ts"

useDatabase()

const linkOf = (dashboardId = newId("dash")): StoredLink => ({
  id: newId("lnk"),
  dashboardId,
  name: "Board",
  expiresAt: null,
  lockedFilters: { region: ["north", null] },
  canFilter: true,
  canExport: false,
  canAsk: false,
  allowedOrigins: ["https://example.org"],
  passwordHash: null,
  tokenHash: crypto.randomUUID(),
  createdBy: newId("usr"),
  createdAt: new Date().toISOString(),
  viewCount: 0,
  lastViewedAt: null,
  revision: 0,
})

test("a link is found by its token's hash and by its dashboard", async () => {
  const link = await createLink(linkOf())
  expect(await getLinkByTokenHash(link.tokenHash)).toEqual(link)
  expect(await getLink(link.dashboardId, link.id)).toEqual(link)
  expect(await listLinks(link.dashboardId)).toEqual([link])
  expect(await getLink(newId("dash"), link.id)).toBeNull()
})

test("a link that gets another token keeps all else, and its old token is dead", async () => {
  const link = await createLink(linkOf())
  const rotated = await rotateLink(link, "another")
  expect(await getLinkByTokenHash(link.tokenHash)).toBeNull()
  expect(await getLinkByTokenHash("another")).toEqual(rotated)
  expect(await getLink(link.dashboardId, link.id)).toEqual({ ...link, tokenHash: "another" })
})

test("given a password that was set meanwhile, another token is refused rather than the password lost", async () => {
  const link = await createLink(linkOf())
  await updateLink(link, { passwordHash: "hash" })
  await expect(rotateLink(link, crypto.randomUUID())).rejects.toMatchObject({ code: "conflict" })
  expect((await getLink(link.dashboardId, link.id))?.passwordHash).toBe("hash")
  expect((await updateLink(link, { passwordHash: null })).passwordHash).toBeNull()
})

test("a link revoked while it gets another token is gone by every token", async () => {
  for (let round = 0; round < 10; round += 1) {
    const link = await createLink(linkOf())
    const next = crypto.randomUUID()
    await Promise.all([deleteLink(link.dashboardId, link.id), rotateLink(link, next).catch(() => undefined)])
    for (const tokenHash of [link.tokenHash, next]) expect(await getLinkByTokenHash(tokenHash)).toBeNull()
    expect(await listLinks(link.dashboardId)).toEqual([])
  }
})

test("views are added up, and a revoked link is not made again by them", async () => {
  const link = await createLink(linkOf())
  const at = new Date().toISOString()
  await Promise.all([addViews(link.tokenHash, 2, at), addViews(link.tokenHash, 3, at)])
  expect(await getLinkByTokenHash(link.tokenHash)).toMatchObject({ viewCount: 5, lastViewedAt: at })
  await deleteLink(link.dashboardId, link.id)
  await addViews(link.tokenHash, 1, at)
  expect(await getLinkByTokenHash(link.tokenHash)).toBeNull()
})

test("what was read is known to be as it was, until anything of it changes, comes or goes", async () => {
  const link = await createLink(linkOf())
  const read = () =>
    recordReads(async () => [
      await getLinkByTokenHash(link.tokenHash),
      await getLinkByTokenHash("not yet"),
      await listLinks(link.dashboardId),
    ])
  const isUnchanged = async ({ reads }: Awaited<ReturnType<typeof read>>, except: string[] = []) =>
    reads !== null && areUnchanged(database(), reads, except)

  let before = await read()
  expect(await isUnchanged(before)).toBe(true)
  await addViews(link.tokenHash, 1, new Date().toISOString())
  expect(await isUnchanged(before)).toBe(false)
  expect(await isUnchanged(before, ["viewCount", "lastViewedAt"])).toBe(true)

  before = await read()
  await createLink(linkOf(link.dashboardId))
  expect(await isUnchanged(before)).toBe(false)

  before = await read()
  await createLink({ ...linkOf(), tokenHash: "not yet" })
  expect(await isUnchanged(before)).toBe(false)

  before = await read()
  await deleteLink(link.dashboardId, link.id)
  expect(await isUnchanged(before, ["viewCount", "lastViewedAt"])).toBe(false)
})

test("work that writes is not taken for reading", async () => {
  const { reads } = await recordReads(() => createLink(linkOf()))
  expect(reads).toBeNull()
})
