import { expect, test } from "vitest"
import { newId } from "#lib/domain/ids.ts"
import type { CardInput, CardJob } from "#lib/domain/job-contract.ts"
import { shareGroups } from "./share-groups.ts"

const sales: CardInput = {
  alias: "data",
  datasetId: newId("ds"),
  dataVersionId: newId("dv"),
  columns: null,
  predicates: [],
}
const north: CardInput = { ...sales, predicates: [{ op: "in", column: "region", values: ["north"] }] }
const card = (over: Partial<CardJob> = {}): CardJob => ({
  key: "k",
  authorId: "usr_ada",
  language: "python",
  code: "",
  inputs: [sales],
  filters: [],
  params: {},
  ...over,
})

function groups(cards: CardJob[], priority: "preview" | "dashboard" = "dashboard") {
  let count = 0
  return shareGroups(cards, priority, () => `s${++count}`)
}

test.each([
  ["one author, the same rows", [card(), card()], ["s1", "s1"]],
  ["other columns of the same rows", [card(), card({ inputs: [{ ...sales, columns: ["amount"] }] })], ["s1", "s1"]],
  ["another alias for the same rows", [card(), card({ inputs: [{ ...sales, alias: "sales" }] })], ["s1", "s1"]],
  ["no data at all", [card({ inputs: [] }), card({ inputs: [] })], ["s1", "s1"]],
  ["a card alone", [card()], [null]],
  ["two authors", [card(), card({ authorId: "usr_eve" })], [null, null]],
  ["other rows of the same data", [card(), card({ inputs: [north] })], [null, null]],
  ["more rows than the other has", [card(), card({ inputs: [sales, north] })], [null, null]],
  ["another version of the data", [card(), card({ inputs: [{ ...sales, dataVersionId: newId("dv") }] })], [null, null]],
  ["other filter values", [card(), card({ filters: [{ id: "f1", type: "text", value: "x" }] })], [null, null]],
  [
    "two pairs and one alone",
    [card(), card({ inputs: [north] }), card({ authorId: "usr_eve" }), card({ inputs: [north] }), card()],
    ["s1", "s2", null, "s2", "s1"],
  ],
])("%s", (_, cards, expected) => expect(groups(cards)).toEqual(expected))

test("previews never share", () => expect(groups([card(), card()], "preview")).toEqual([null, null]))
