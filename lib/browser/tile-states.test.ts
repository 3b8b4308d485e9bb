import { describe, expect, test } from "vitest"
import { TileResult } from "#lib/domain/render-line.ts"
import { retryDelayMs, tileStates, tilesToRetry, type TileAction, type TileStates } from "./tile-states.ts"

const resultOf = (itemId: string, over: object = {}): TileResult =>
  TileResult.parse({
    itemId,
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
const run = (...actions: TileAction[]): TileStates => actions.reduce<TileStates>(tileStates, new Map())
const ask = (requestNumber: number, ...itemIds: string[]): TileAction => ({ type: "asked", requestNumber, itemIds })
const answer = (requestNumber: number, result: TileResult): TileAction => ({ type: "answered", requestNumber, result })

describe("what a tile shows", () => {
  test("a result stays while the next is awaited", () => {
    const states = run(ask(1, "a"), answer(1, resultOf("a")), ask(2, "a"))
    expect(states.get("a")).toMatchObject({ result: { itemId: "a" }, awaiting: 2 })
  })

  test("a stale result is shown while the present one of the same request is awaited", () => {
    const stale = answer(1, resultOf("a", { stale: true }))
    expect(run(ask(1, "a"), stale).get("a")).toMatchObject({ result: { stale: true }, awaiting: 1 })
    const states = run(ask(1, "a"), stale, answer(1, resultOf("a")))
    expect(states.get("a")).toMatchObject({ result: { itemId: "a" }, awaiting: null })
    expect(states.get("a")?.result?.stale).toBeUndefined()
  })

  test("a stream cut after a stale result is a problem of the tile", () => {
    const problem = { message: "cut", passing: true }
    const states = run(ask(1, "a"), answer(1, resultOf("a", { stale: true })), {
      type: "ended",
      requestNumber: 1,
      problem,
    })
    expect(states.get("a")).toMatchObject({ awaiting: null, problem })
  })

  test("a late answer of an older request is dropped", () => {
    const states = run(ask(1, "a"), ask(2, "a"), answer(1, resultOf("a", { stdout: "old" })))
    expect(states.get("a")).toMatchObject({ result: null, awaiting: 2 })
  })

  test("an older request that ends does not disturb what a newer one awaits", () => {
    const states = run(ask(1, "a", "b"), ask(2, "a"), { type: "ended", requestNumber: 1, problem: null })
    expect(states.get("a")).toMatchObject({ awaiting: 2, problem: null })
    expect(states.get("b")).toMatchObject({ awaiting: null, problem: { passing: false } })
  })

  test("a cut stream leaves a problem on the unfinished tiles only", () => {
    const problem = { message: "cut", passing: true }
    const states = run(ask(1, "a", "b"), answer(1, resultOf("a")), { type: "ended", requestNumber: 1, problem })
    expect(states.get("a")?.problem).toBeNull()
    expect(states.get("b")?.problem).toEqual(problem)
    expect(tilesToRetry(states)).toEqual(["b"])
  })

  test("tiles that left the dashboard are forgotten", () => {
    expect([...run(ask(1, "a", "b"), { type: "kept", itemIds: ["b"] }).keys()]).toEqual(["b"])
  })
})

describe("which tiles are tried again by themselves", () => {
  test.each([
    ["the executor did not answer", { error: { code: "unavailable", type: "X", message: "" } }, ["a"]],
    ["the platform's own fault", { error: { code: "cancelled", type: "X", message: "", retryable: true } }, ["a"]],
    ["the card's own fault", { error: { code: "execution_failed", type: "KeyError", message: "" } }, []],
    ["no fault", {}, []],
  ])("%s", (_, over, expected) => {
    expect(tilesToRetry(run(ask(1, "a"), answer(1, resultOf("a", over))))).toEqual(expected)
  })

  test("not while they are being tried", () => {
    const down = { error: { code: "unavailable", type: "X", message: "" } }
    expect(tilesToRetry(run(ask(1, "a"), answer(1, resultOf("a", down)), ask(2, "a")))).toEqual([])
  })
})

test("retries slow down, up to half a minute", () => {
  expect([0, 1, 2, 5, 20].map(retryDelayMs)).toEqual([1000, 2000, 4000, 30_000, 30_000])
})
