import { describe, expect, test } from "vitest"
import type { Filter } from "#lib/domain/filter.ts"
import { CardId } from "#lib/domain/ids.ts"
import { dashboardDraft, newFilterId, sameDraft, type Draft, type DraftAction } from "./dashboard-draft.ts"

const cardId = CardId.parse("card_0123456789")
const filter = (id: string): Filter => ({ id, type: "text", label: id, column: id })
const draft: Draft = {
  name: "D",
  description: "",
  layout: [
    { itemId: "a", cardId, x: 0, y: 0, w: 6, h: 2, ignoredFilterIds: ["f"] },
    { itemId: "b", text: "words", x: 0, y: 2, w: 6, h: 2 },
  ],
  filters: [filter("f"), filter("g")],
}
const run = (...actions: DraftAction[]) => actions.reduce(dashboardDraft, draft)

describe("editing tiles", () => {
  test("a new card takes the first free place", () => {
    expect(run({ type: "cardAdded", itemId: "c", cardId }).layout.at(-1)).toEqual({
      itemId: "c",
      cardId,
      x: 6,
      y: 0,
      w: 6,
      h: 6,
    })
  })

  test("removing a tile closes the gap, and undoing brings it back", () => {
    const [tile] = draft.layout
    const removed = run({ type: "removed", itemId: "a" })
    expect(removed.layout).toMatchObject([{ itemId: "b", y: 0 }])
    expect(
      dashboardDraft(removed, { type: "restored", item: tile! })
        .layout.map(({ itemId }) => itemId)
        .toSorted(),
    ).toEqual(["a", "b"])
  })

  test("an empty title means the card's own name", () => {
    expect(
      run({ type: "titled", itemId: "a", title: "T" }, { type: "titled", itemId: "a", title: " " }).layout[0]?.title,
    ).toBeUndefined()
  })

  test("a removed filter is no longer ignored by any tile", () => {
    const after = run({ type: "filterRemoved", filterId: "f" })
    expect(after.filters.map(({ id }) => id)).toEqual(["g"])
    expect(after.layout[0]?.ignoredFilterIds).toBeUndefined()
  })
})

describe("the order of filters", () => {
  test.each([
    ["g", -1, ["g", "f"]],
    ["f", 1, ["g", "f"]],
    ["f", -1, ["f", "g"]],
    ["g", 1, ["f", "g"]],
  ] as const)("moving %s by %d", (filterId, by, order) => {
    expect(run({ type: "filterMoved", filterId, by }).filters.map(({ id }) => id)).toEqual(order)
  })
})

describe("whether there is something to save", () => {
  test.each<[string, DraftAction[], boolean]>([
    ["nothing was done", [], true],
    [
      "a title was set and taken off again",
      [
        { type: "titled", itemId: "a", title: "T" },
        { type: "titled", itemId: "a", title: "" },
      ],
      true,
    ],
    ["the name changed", [{ type: "named", name: "E" }], false],
    ["a tile moved", [{ type: "stepped", itemId: "a", step: { dx: 1 } }], false],
    ["the filters changed places", [{ type: "filterMoved", filterId: "f", by: 1 }], false],
  ])("%s", (_, actions, same) => expect(sameDraft(run(...actions), draft)).toBe(same))

  test("the order of the list of tiles says nothing", () => {
    expect(sameDraft({ ...draft, layout: draft.layout.toReversed() }, draft)).toBe(true)
  })
})

test.each([
  ["Order date", [], "order_date"],
  ["F", [filter("f")], "f_2"],
  ["日付", [], "filter"],
])("a filter called %s gets an id of its own", (label, filters, id) => expect(newFilterId(label, filters)).toBe(id))
