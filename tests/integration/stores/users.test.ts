import { expect, test } from "vitest"
import { AppError } from "#lib/domain/app-error.ts"
import { newId } from "#lib/domain/ids.ts"
import { createUser, getUser, getUserByEmail, listUsers, updateUser } from "#lib/server/users/user-store.ts"
import { useDatabase } from "./use-database.ts"

useDatabase()

const draftOf = (email: string) => ({ email, name: "Ada", role: "member" as const, passwordHash: "hash" })
const anAddress = () => `${crypto.randomUUID()}@example.org`

test("given 20 people who take one address at once, exactly one gets it", async () => {
  const email = anAddress()

  const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => createUser(draftOf(email))))

  const winners = outcomes.filter((outcome) => outcome.status === "fulfilled")
  const losers = outcomes.filter((outcome) => outcome.status === "rejected")
  expect(winners).toHaveLength(1)
  expect(losers.map(({ reason }) => (reason instanceof AppError ? reason.code : reason))).toEqual(
    Array(19).fill("conflict"),
  )
  expect((await getUserByEmail(email))?.id).toBe(winners[0]?.value.id)
})

test("an address is compared in lower case", async () => {
  const email = anAddress()
  const user = await createUser(draftOf(email.toUpperCase()))

  expect(user.email).toBe(email)
  expect(await getUserByEmail(` ${email.toUpperCase()}`)).toEqual(user)
  await expect(createUser(draftOf(email))).rejects.toMatchObject({ code: "conflict" })
})

test("a user without a password says so", async () => {
  const user = await createUser({ ...draftOf(anAddress()), passwordHash: null })
  expect(user).toMatchObject({ passwordHash: null, hasPassword: false })

  const withPassword = await updateUser(user.id, { passwordHash: "chosen" })
  expect(withPassword).toMatchObject({ passwordHash: "chosen", hasPassword: true })

  const without = await updateUser(user.id, { passwordHash: null })
  expect(without).toMatchObject({ passwordHash: null, hasPassword: false })
})

test("when a user changes address, the old one is free and the new one is taken", async () => {
  const [before, after] = [anAddress(), anAddress()]
  const user = await createUser(draftOf(before))

  const changed = await updateUser(user.id, { email: after, name: "Grace", role: "admin", disabled: true })

  expect(changed).toMatchObject({
    id: user.id,
    email: after,
    name: "Grace",
    role: "admin",
    disabled: true,
    passwordHash: "hash",
  })
  expect(await getUserByEmail(before)).toBeNull()
  expect(await getUserByEmail(after)).toEqual(changed)
  await expect(createUser(draftOf(after))).rejects.toMatchObject({ code: "conflict" })
  expect((await createUser(draftOf(before))).id).not.toBe(user.id)
})

test("when a user takes somebody's address, nothing changes", async () => {
  const [mine, theirs] = [anAddress(), anAddress()]
  const user = await createUser(draftOf(mine))
  await createUser(draftOf(theirs))

  await expect(updateUser(user.id, { email: theirs, name: "Mallory" })).rejects.toMatchObject({ code: "conflict" })

  expect(await getUser(user.id)).toEqual(user)
})

test("a user who is not there is null", async () => {
  expect(await getUser(newId("usr"))).toBeNull()
  expect(await getUserByEmail(anAddress())).toBeNull()
  expect(await updateUser(newId("usr"), { name: "nobody" })).toBeNull()
})

test("the list of users goes on page by page, and its last page says so", async () => {
  const created = await Promise.all(Array.from({ length: 7 }, () => createUser(draftOf(anAddress()))))
  const seen = new Set<string>()
  let cursor: string | undefined
  let pages = 0
  do {
    const page = await listUsers({ limit: 4, cursor })
    pages += 1
    for (const user of page.data) seen.add(user.id)
    if (page.nextCursor !== null) expect(page.data).toHaveLength(4)
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)

  for (const user of created) expect(seen).toContain(user.id)
  expect(pages).toBe(Math.ceil(seen.size / 4))
})

test.each([
  ["not base64", "%%%"],
  ["not an object", Buffer.from(`"x"`).toString("base64url")],
  ["keys that are none", Buffer.from(`{"pk":"a","sk":"b"}`).toString("base64url")],
])("a cursor that is %s is refused as such", async (_, cursor) => {
  await expect(listUsers({ limit: 2, cursor })).rejects.toMatchObject({ code: "validation_failed" })
})
