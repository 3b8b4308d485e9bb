import { describe, expect, test } from "vitest"
import type { DatasetChoice } from "#components/editor/dataset-choice.ts"
import { sqlIdentifier } from "#components/editor/sql-identifier.ts"
import { newId } from "#lib/domain/ids.ts"
import { withAlias, withDataset } from "../card-draft.ts"
import { CARD_TEMPLATES, WITHOUT_DATASET } from "../card-templates.ts"
import { SQL_WITHOUT_DATASET } from "../sql-templates.ts"
import { firstDraftIn, followingDatasets, inputsOf, isUntouched, newCardDraft } from "./new-card-draft.ts"

const dataset = (name: string, columns: DatasetChoice["columns"]): DatasetChoice => ({
  id: newId("ds"),
  name,
  columns,
  rowCount: 1,
  status: "ready",
  hasData: true,
})
const weather = dataset("Weather", [
  { name: "day", type: "date" },
  { name: "wind", type: "double" },
])
const people = dataset("People", [{ name: "city", type: "string" }])
const all = [weather, people]

describe("a new card", () => {
  test("without a dataset asks for one", () => {
    expect(newCardDraft(all)).toMatchObject({ datasets: [], code: WITHOUT_DATASET })
  })
  test("over times draws a line, over words bars", () => {
    expect(newCardDraft(all, weather.id).code).toContain("px.line")
    expect(newCardDraft(all, people.id).code).toContain("px.bar")
  })
})

describe("when the datasets change", () => {
  const onWeather = newCardDraft(all, weather.id)
  test("given nothing was written yet, then a first draft is", () => {
    const before = newCardDraft(all)
    expect(followingDatasets(before, withDataset(before, weather), all).code).toBe(onWeather.code)
  })
  test("given a template's code, then it is written for the new ones", () => {
    const after = followingDatasets(onWeather, withDataset(onWeather, people), all)
    expect(after.code).toContain('dataset["weather"]')
    expect(CARD_TEMPLATES.some(({ codeFor }) => codeFor(inputsOf(after, all)) === after.code)).toBe(true)
  })
  test("given the author's own code, then it stays", () => {
    const own = { ...onWeather, code: `${onWeather.code}# mine\n` }
    expect(followingDatasets(own, withDataset(own, people), all).code).toBe(own.code)
  })
})

describe("a new card in SQL", () => {
  const inSql = firstDraftIn("sql", newCardDraft(all, weather.id), all)
  test("asks for a dataset, and then draws over time or by category", () => {
    expect(firstDraftIn("sql", newCardDraft(all), all)).toMatchObject({ code: SQL_WITHOUT_DATASET, chart: null })
    expect(inSql).toMatchObject({ language: "sql", chart: { type: "line", x: "month", y: ["average"] } })
    expect(inSql.code).toContain("FROM weather")
    expect(firstDraftIn("sql", newCardDraft(all, people.id), all).chart).toMatchObject({ type: "bar", x: "city" })
  })
  test("follows its datasets' aliases as long as it is a template's, and keeps the author's chart", () => {
    expect(followingDatasets(inSql, withAlias(inSql, "weather", "order"), all).code).toContain('FROM "order"')
    const asTable = { ...inSql, chart: { type: "table" as const } }
    expect(followingDatasets(asTable, withAlias(asTable, "weather", "w"), all).chart).toEqual({ type: "table" })
  })
  test("says whether switching back would lose something", () => {
    expect(isUntouched(inSql, all)).toBe(true)
    expect(isUntouched({ ...inSql, code: "SELECT 1" }, all)).toBe(false)
    expect(firstDraftIn("python", inSql, all)).toEqual(newCardDraft(all, weather.id))
  })
})

test.each([
  ["amount", "amount"],
  ["Größe", '"Größe"'],
  ["unit price", '"unit price"'],
  ["Order", '"Order"'],
  ['a"b', '"a""b"'],
  ["1st", '"1st"'],
])("the column %s is %s in SQL", (name, written) => expect(sqlIdentifier(name)).toBe(written))
