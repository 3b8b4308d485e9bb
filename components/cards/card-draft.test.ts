import { describe, expect, test } from "vitest"
import { newId } from "#lib/domain/ids.ts"
import {
  draftOf,
  isSameDraft,
  requestOf,
  withAlias,
  withColumns,
  withDataset,
  withoutDataset,
  type EditorDraft,
} from "./card-draft.ts"

const orders = newId("ds")
const card = {
  name: "Sales",
  description: "",
  code: "x",
  datasets: [{ alias: "orders", datasetId: orders }],
  columns: ["amount"],
  params: { top: 3 },
  language: "python" as const,
  chart: null,
  maxAgeSeconds: 60,
}
const empty: EditorDraft = {
  name: "New",
  description: "",
  language: "python",
  code: "x",
  datasets: [],
  columns: {},
  paramsText: "{}",
  chart: null,
  maxAgeSeconds: 60,
}

describe("a draft", () => {
  test("given a saved card, then what is sent back means the same", () => {
    expect(requestOf(draftOf(card), card.params)).toEqual({
      ...card,
      columns: { orders: ["amount"] },
    })
  })
  test("in SQL keeps its chart, which a table need not say", () => {
    const chart = { type: "bar", x: "a", y: ["b"] } as const
    const bars: EditorDraft = { ...empty, language: "sql", chart: { ...chart, y: ["b"] } }
    expect(requestOf(bars, {})).toMatchObject({ language: "sql", chart })
    expect(requestOf({ ...bars, language: "python" }, {}).chart).toBeNull()
    expect(isSameDraft(bars, { ...bars, chart: { y: ["b"], x: "a", type: "bar" } })).toBe(true)
    expect(isSameDraft(bars, { ...bars, chart: null })).toBe(false)
    expect(isSameDraft({ ...bars, chart: { type: "table" } }, { ...bars, chart: null })).toBe(true)
  })
  test("without declared columns reads all", () => {
    expect(requestOf(draftOf({ ...card, columns: null }), {}).columns).toBeNull()
  })
  test("is the same however its columns are ordered by alias", () => {
    const one = { ...empty, columns: { a: ["x"], b: ["y"] } }
    expect(isSameDraft(one, { ...empty, columns: { b: ["y"], a: ["x"] } })).toBe(true)
    expect(isSameDraft(one, { ...empty, columns: { a: ["x"] } })).toBe(false)
    expect(isSameDraft(empty, { ...empty, paramsText: "" })).toBe(true)
    expect(isSameDraft(empty, { ...empty, maxAgeSeconds: 0 })).toBe(false)
  })
  test("keeps the declared columns of a renamed dataset and drops those of a removed one", () => {
    const declared = withColumns(withDataset(empty, { id: orders, name: "Orders" }), "orders", ["amount"])
    expect(withAlias(declared, "orders", "sales")).toMatchObject({
      datasets: [{ alias: "sales", datasetId: orders }],
      columns: { sales: ["amount"] },
    })
    expect(withoutDataset(declared, "orders")).toEqual(empty)
    expect(withColumns(declared, "orders", null).columns).toEqual({})
  })
})
