import { expect, test } from "vitest"
import { CardDraft } from "#lib/domain/card.ts"
import { Dataset } from "#lib/domain/dataset.ts"
import type { Filter, FilterValues } from "#lib/domain/filter.ts"
import { newId, type DatasetId } from "#lib/domain/ids.ts"
import type { LinkSources } from "../links/link-sources.ts"
import { webEnv } from "../web-env.ts"
import { linkScope } from "./link-scope.ts"

webEnv({
  CARDLOOM_URL: "http://localhost:3000",
  AUTH_SECRET: "b7d1f0a9c3e85246d8f19b0a7c64e2f5",
  CARDLOOM_TICK_TOKEN: "0a7c64e2f5b7d1f0a9c3e85246d8f19b",
  EXECUTOR_URL: "http://localhost:4000",
  EXECUTOR_TOKEN: "c3e85246d8f19b0a7c64e2f5b7d1f0a9",
  NODE_ENV: "test",
})

const ownerId = newId("usr")
const at = "2026-01-02T03:04:05Z"
const common = { ownerId, version: 1, createdAt: at, updatedAt: at, grants: [] }

function dataset(id: DatasetId, name: string, columnNames: string[]): Dataset {
  const columns = columnNames.map((column) => ({ name: column, type: "string" as const }))
  const runId = newId("run")
  const stored = { columns, rowCount: 9, sizeBytes: 99 }
  return Dataset.parse({
    ...{ id, name, description: "", status: "ready", source: { type: "upload", filename: "a.csv" } },
    ...{ runId, ...stored, ...common },
    dataVersion: {
      ...{ id: newId("dv"), number: 1, warnings: [], publishedAt: at, runId, options: {} },
      ...stored,
    },
  })
}

const sales = dataset(newId("ds"), "sales", ["region", "city", "amount", "margin"])
const stock = dataset(newId("ds"), "stock", ["item", "city"])
const region: Filter = { id: "region", type: "category", label: "Region", column: "region" }
const city: Filter = { id: "city", type: "category", label: "City", column: "city" }

const card = (of: Dataset, columns: string[]) => ({
  ...CardDraft.parse({
    name: of.name,
    code: "x",
    datasets: [{ alias: "d", datasetId: of.id }],
    columns: { d: columns },
  }),
  ...common,
  id: newId("card"),
})
const cards = [card(sales, ["city", "amount"]), card(stock, ["item"])]

function sourcesOf(lockedFilters: FilterValues, more: { canFilter?: boolean; filters?: Filter[] } = {}): LinkSources {
  const { canFilter = true, filters = [region, city] } = more
  const dashboardId = newId("dash")
  const layout = cards.map(({ id: cardId }, y) => ({ itemId: cardId, cardId, x: 0, y, w: 1, h: 1 }))
  return {
    link: {
      ...{ id: newId("lnk"), dashboardId, name: "Link", lockedFilters, canFilter, canExport: false, canAsk: true },
      ...{ expiresAt: null, passwordHash: null, allowedOrigins: [], tokenHash: "hash", createdBy: ownerId },
      ...{ createdAt: at, viewCount: 0, lastViewedAt: null, revision: 0 },
    },
    dashboard: { ...common, id: dashboardId, name: "Board", description: "", layout, filters, placers: {} },
    cards: new Map(cards.map((one) => [one.id, one])),
    datasets: new Map([[ownerId, new Map([sales, stock].map((one) => [one.id, one]))]]),
  }
}

const LOCKED = { region: ["north"] }
const byDefault = [{ ...region, default: ["north"] }, city]

test.each<[string, LinkSources, Record<string, [columns: string[], isWhole: boolean]>]>([
  [
    "nothing is locked: what cards load, and the columns of filters",
    sourcesOf({}),
    { sales: [["region", "city", "amount"], true], stock: [["item", "city"], true] },
  ],
  [
    "a lock: its column only where a card loads it, nothing of all rows, no dataset that it does not reach",
    sourcesOf(LOCKED),
    { sales: [["city", "amount"], false] },
  ],
  [
    "a lock that keeps every row holds nothing back but itself",
    sourcesOf({ region: null }),
    { sales: [["city", "amount"], true], stock: [["item", "city"], true] },
  ],
  [
    "filters the reader may not set: none of their columns",
    sourcesOf({}, { canFilter: false }),
    { sales: [["city", "amount"], true], stock: [["item"], true] },
  ],
  [
    "filters the reader may not set hold what they do by default, and leave out no dataset",
    sourcesOf({}, { canFilter: false, filters: byDefault }),
    { sales: [["city", "amount"], false], stock: [["item"], true] },
  ],
  [
    "a default that the reader may take off holds nothing back",
    sourcesOf({}, { filters: byDefault }),
    { sales: [["region", "city", "amount"], true], stock: [["item", "city"], true] },
  ],
  [
    "a lock over a default",
    sourcesOf({ region: null }, { canFilter: false, filters: byDefault }),
    { sales: [["city", "amount"], true], stock: [["item"], true] },
  ],
])("%s", (_, sources, reached) => {
  const { datasets } = linkScope(sources, {})
  const found = datasets.map(({ alias, columns, isWhole }) => [alias, [columns.map(({ name }) => name), isWhole]])
  expect(Object.fromEntries(found)).toEqual(reached)
  expect(datasets.every(({ canUse }) => !canUse)).toBe(true)
})

test("a lock decides which rows are read, and is not among what is spoken of", () => {
  const scope = linkScope(sourcesOf(LOCKED), { city: ["Oslo"] })
  expect(scope.holding.resolved).toEqual([
    { id: "region", type: "category", value: ["north"] },
    { id: "city", type: "category", value: ["Oslo"] },
  ])
  expect(scope.filters.map(({ id }) => id)).toEqual(["city"])
  expect(scope.values).toEqual({ city: ["Oslo"] })
})

test.each<[string, LinkSources, FilterValues, string]>([
  [
    "where readers may not ask there is nothing",
    { ...sourcesOf({}), link: { ...sourcesOf({}).link, canAsk: false } },
    {},
    "not_found",
  ],
  ["a lock that no longer fits shows nothing", sourcesOf({ gone: ["x"] }), {}, "unavailable"],
  ["a locked filter can't be set", sourcesOf(LOCKED), { region: ["south"] }, "validation_failed"],
  ["nor any where the reader may set none", sourcesOf({}, { canFilter: false }), { city: [] }, "validation_failed"],
])("%s", (_, sources, values, code) => {
  expect(() => linkScope(sources, values)).toThrow(expect.objectContaining({ code }))
})
