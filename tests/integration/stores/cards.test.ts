import { mkdtemp, readdir, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import type { Card } from "#lib/domain/card.ts"
import { withoutGrants } from "#lib/domain/grant.ts"
import { newId } from "#lib/domain/ids.ts"
import {
  createCard,
  getCard,
  getCards,
  getDeletedCard,
  listAllCards,
  listCardsByOwner,
  listCardsUsingDataset,
  listCardVersions,
  restoreCard,
  softDeleteCard,
  updateCard,
} from "#lib/server/cards/card-store.ts"
import { useDatabase } from "./use-database.ts"

useDatabase()

let objectsDir: string
beforeAll(async () => {
  objectsDir = await mkdtemp(join(tmpdir(), "cardloom-objects-"))
  process.env.OBJECTS_DIR = objectsDir
})
afterAll(() => rm(objectsDir, { recursive: true }))

const cardOf = (change: Partial<Card> = {}): Card => {
  const now = new Date().toISOString()
  return {
    id: newId("card"),
    name: "Revenue",
    description: "",
    language: "python",
    code: "def render(dataset, filters, params):\n    return 1\n",
    datasets: [],
    columns: null,
    params: {},
    chart: null,
    maxAgeSeconds: 86_400,
    ownerId: newId("usr"),
    version: 1,
    createdAt: now,
    updatedAt: now,
    ...change,
  }
}
const reading = (...datasetIds: Card["datasets"][number]["datasetId"][]) =>
  datasetIds.map((datasetId, index) => ({ alias: `d${index}`, datasetId }))

test.each<[string, Partial<Card>]>([
  ["null columns", { columns: null }],
  ["no columns", { columns: [] }],
  ["columns by alias", { columns: { orders: ["id", "größe"] } }],
  [
    "params with numbers a database would round or refuse",
    { params: { big: 1e300, long: 2 ** 60, small: 5e-324, zero: -0.5 } },
  ],
  ["a chart", { language: "sql", chart: { type: "bar", x: "größe", y: ["n"], stacked: true } }],
  ["nested and empty params", { params: { a: [], b: {}, c: null, d: "", e: [[1, "x"], { f: false }] } }],
  ["text in every script", { name: "売上 📈", description: "näh'\"\\ \u2028" }],
])("a card with %s is read as it was stored", async (_, change) => {
  const card = await createCard(cardOf(change))
  expect(await getCard(card.id)).toEqual(card)
})

test("given 20 saves from one version at once, one is kept and the others are told what is there now", async () => {
  const { id } = await createCard(cardOf())

  const saves = await Promise.allSettled(
    Array.from({ length: 20 }, (_, index) => updateCard(id, { name: `name ${index}` }, 1)),
  )

  const kept = saves.flatMap((save) => (save.status === "fulfilled" ? [save.value] : []))
  const refused = saves.flatMap((save) => (save.status === "rejected" ? [save.reason as unknown] : []))
  expect(kept).toHaveLength(1)
  expect(await getCard(id)).toEqual(kept[0])
  if (!kept[0]) throw new Error("none was kept")
  const current = withoutGrants(kept[0])
  for (const error of refused) expect(error).toMatchObject({ code: "version_conflict", details: { current } })
  expect((await listCardVersions(id, { limit: 50 })).data.map(({ number }) => number)).toEqual([2, 1])
})

test("every save is a version, as it was then", async () => {
  const card = await createCard(cardOf())
  await updateCard(card.id, { code: "second", params: { n: 2 } }, 1)
  await updateCard(card.id, { code: "third", columns: ["a"] }, 2)

  const { data } = await listCardVersions(card.id, { limit: 50 })

  expect(data.map(({ number, code, params, columns }) => ({ number, code, params, columns }))).toEqual([
    { number: 3, code: "third", params: { n: 2 }, columns: ["a"] },
    { number: 2, code: "second", params: { n: 2 }, columns: null },
    { number: 1, code: card.code, params: {}, columns: null },
  ])
  expect((await getCard(card.id))?.columns).toEqual(["a"])
  expect((await updateCard(card.id, { columns: null }, 3)).columns).toBeNull()
  expect((await getCard(card.id))?.columns).toBeNull()
})

test("long code lives in the object store, and comes back whole wherever the card is read", async () => {
  const long = `# ${"ü".repeat(400_000)}\ndef render(dataset): return 1`
  const card = await createCard(cardOf({ code: long }))

  expect(await getCard(card.id)).toEqual(card)
  expect((await listCardsByOwner(card.ownerId, { limit: 1 })).data).toEqual([card])
  expect((await readdir(join(objectsDir, "code"))).length).toBe(1)

  const short = await updateCard(card.id, { code: "short" }, 1)
  expect(await getCard(card.id)).toEqual(short)
  const again = await updateCard(card.id, { code: long }, 2)
  expect(await getCard(card.id)).toEqual(again)
  expect((await listCardVersions(card.id, { limit: 9 })).data.map(({ code }) => code.length)).toEqual([
    long.length,
    5,
    long.length,
  ])
})

test("a card too large for the database is refused with a sentence", async () => {
  const params = { text: "x".repeat(500_000) }
  await expect(createCard(cardOf({ params }))).rejects.toMatchObject({
    code: "too_large",
    message: expect.stringContaining("501 KB") as string,
  })

  const card = await createCard(cardOf())
  await expect(updateCard(card.id, { params }, 1)).rejects.toMatchObject({ code: "too_large" })
  expect(await getCard(card.id)).toEqual(card)
})

test("the cards of a dataset follow what the cards say", async () => {
  const [orders, people] = [newId("ds"), newId("ds")]
  const one = await createCard(cardOf({ datasets: [...reading(orders), { alias: "again", datasetId: orders }] }))
  const two = await createCard(cardOf({ datasets: reading(people, orders) }))
  const namesOf = async (datasetId: typeof orders) =>
    (await listCardsUsingDataset(datasetId)).map(({ id }) => id).sort()
  expect(await namesOf(orders)).toEqual([one.id, two.id].sort())

  await updateCard(one.id, { datasets: reading(people) }, 1)
  expect(await namesOf(orders)).toEqual([two.id])
  expect(await namesOf(people)).toEqual([one.id, two.id].sort())

  await softDeleteCard(two.id)
  expect(await namesOf(orders)).toEqual([])
  await restoreCard(two.id)
  expect(await namesOf(orders)).toEqual([two.id])
})

test("a deleted card is nowhere, until it is restored as it was", async () => {
  const card = await createCard(cardOf())
  await expect(softDeleteCard(card.id, 7)).rejects.toMatchObject({
    code: "version_conflict",
    details: { current: withoutGrants(card) },
  })
  await softDeleteCard(card.id, 1)

  expect(await getCard(card.id)).toBeNull()
  expect(await getCards([card.id])).toEqual([])
  expect((await listCardsByOwner(card.ownerId, { limit: 5 })).data).toEqual([])
  await expect(updateCard(card.id, { name: "x" }, 1)).rejects.toMatchObject({ code: "not_found" })
  await expect(softDeleteCard(card.id)).rejects.toMatchObject({ code: "not_found" })
  expect(await getDeletedCard(card.id)).toEqual(card)

  expect(await restoreCard(card.id)).toEqual(card)
  expect(await getCard(card.id)).toEqual(card)
  expect(await getDeletedCard(card.id)).toBeNull()
})

test("what is not there is not made by asking", async () => {
  const id = newId("card")
  expect(await getCard(id)).toBeNull()
  await expect(updateCard(id, { name: "x" }, 1)).rejects.toMatchObject({ code: "not_found" })
  await expect(softDeleteCard(id)).rejects.toMatchObject({ code: "not_found" })
  await expect(restoreCard(id)).rejects.toMatchObject({ code: "not_found" })
  expect(await getDeletedCard(id)).toBeNull()
})

test("pages are full though deleted cards lie between, and the last one says it is the last", async () => {
  const ownerId = newId("usr")
  const cards: Card[] = []
  for (let count = 0; count < 9; count += 1) {
    const at = new Date(Date.UTC(2024, 0, 1 + count)).toISOString()
    cards.push(await createCard(cardOf({ ownerId, updatedAt: at })))
  }
  const deleted = cards.filter((_, index) => index % 2 === 0)
  await Promise.all(deleted.map(({ id }) => softDeleteCard(id)))
  const left = cards
    .filter((card) => !deleted.includes(card))
    .map(({ id }) => id)
    .toReversed()

  const one = await listCardsByOwner(ownerId, { limit: 2 })
  const two = await listCardsByOwner(ownerId, { limit: 2, cursor: one.nextCursor ?? undefined })

  expect(one.data.map(({ id }) => id)).toEqual(left.slice(0, 2))
  expect(one.nextCursor).not.toBeNull()
  expect(two).toMatchObject({ data: [{ id: left[2] }, { id: left[3] }], nextCursor: null })
  const everybodys = (await listAllCards({ limit: 200 })).data.map(({ id }) => id)
  expect(everybodys).toEqual(expect.arrayContaining(left))
})

test("another owner's cursor shows nothing of theirs", async () => {
  const [mine, theirs] = [newId("usr"), newId("usr")]
  await createCard(cardOf({ ownerId: mine }))
  for (let count = 0; count < 3; count += 1) await createCard(cardOf({ ownerId: theirs }))
  const { nextCursor } = await listCardsByOwner(theirs, { limit: 1 })

  const page = await listCardsByOwner(mine, { limit: 5, cursor: nextCursor ?? undefined }).catch(
    (error: unknown) => error,
  )

  if (page instanceof Error) expect(page).toMatchObject({ code: "validation_failed" })
  else
    expect(page).toMatchObject({
      data:
        page instanceof Object && "data" in page ? (page.data as Card[]).filter(({ ownerId }) => ownerId === mine) : [],
    })
})
