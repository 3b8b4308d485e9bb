import { describe, expect, test } from "vitest"
import type { Filter } from "#lib/domain/filter.ts"
import { TileResult } from "#lib/domain/render-line.ts"
import { filterReach, tileViewOf } from "./tile-view.ts"

const resultOf = (over: object): TileResult =>
  TileResult.parse({
    itemId: "a",
    cardId: "card_0123456789",
    stdout: "",
    warnings: [],
    filtersApplied: [],
    cached: false,
    asOf: null,
    inputRows: 1,
    filteredRows: 1,
    ...over,
  })
const shown = resultOf({ display: { "text/plain": "x" } })
const failed = resultOf({ error: { code: "execution_failed", type: "KeyError", message: "'x'" } })
const down = resultOf({ error: { code: "unavailable", type: "X", message: "no answer" } })
const passing = { message: "cut", passing: true }

describe("what a tile shows", () => {
  test.each([
    ["nothing came yet", { result: null, awaiting: 1, problem: null }, { kind: "loading" }],
    ["a result", { result: shown, awaiting: null, problem: null }, { kind: "ready", stale: false }],
    [
      "a result while the next is awaited",
      { result: shown, awaiting: 2, problem: null },
      { kind: "ready", stale: true },
    ],
    ["a result without display", { result: resultOf({}), awaiting: null, problem: null }, { kind: "empty" }],
    ["the card's own error", { result: failed, awaiting: null, problem: null }, { kind: "failed" }],
    ["the executor away", { result: down, awaiting: 2, problem: null }, { kind: "unavailable", retrying: true }],
    ["a cut connection", { result: shown, awaiting: null, problem: passing }, { kind: "unavailable", message: "cut" }],
  ])("%s", (_, state, expected) => expect(tileViewOf(state)).toMatchObject(expected))
})

describe("which filters reached a card", () => {
  const filters: Filter[] = ["a", "b"].map((id) => ({ id, type: "text", label: id.toUpperCase(), column: id }))
  test.each([
    ["no filter is set", [], [], null],
    ["the only one set", ["a"], ["a"], { words: "1 filter", reached: ["A"], missed: [] }],
    ["one of two", ["a", "b"], ["b"], { words: "1 of 2 filters", reached: ["B"], missed: ["A"] }],
    ["none of one", ["a"], [], { words: "0 of 1 filters", reached: [], missed: ["A"] }],
  ])("%s", (_, set, applied, expected) => expect(filterReach(filters, set, applied)).toEqual(expected))
})
