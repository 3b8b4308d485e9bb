import { expect, test } from "vitest"
import { Filter, type FilterValues } from "./filter.ts"
import { resolveFilters } from "./resolve-filters.ts"

const TODAY = "2024-03-15"
const region = Filter.parse({ id: "region", type: "category", label: "Region", column: "region" })
const one = Filter.parse({ ...region, id: "one", multi: false })
const when = Filter.parse({
  id: "when",
  type: "date_range",
  label: "When",
  column: "day",
  default: { relative: "this_month" },
})
const amount = Filter.parse({ id: "amount", type: "number_range", label: "Amount", column: "amount" })
const text = Filter.parse({ id: "text", type: "text", label: "Name", column: "name" })
const needed = Filter.parse({ ...region, id: "needed", required: true })

test.each<[string, Filter, FilterValues, unknown]>([
  ["absent keeps all", region, {}, null],
  ["null is the empty cell", region, { region: ["a", null] }, ["a", null]],
  ["an empty list keeps none", region, { region: [] }, []],
  ["a value that is not in the data is allowed", region, { region: ["nowhere"] }, ["nowhere"]],
  ["a default stands in", when, {}, { start: "2024-03-01", end: "2024-03-31" }],
  ["a value beats the default", when, { when: { start: "2024-01-01" } }, { start: "2024-01-01" }],
  ["null clears a filter that has a default", when, { when: null }, null],
  ["an explicit open range beats the default", when, { when: {} }, {}],
  [
    "a relative date becomes absolute",
    when,
    { when: { relative: "yesterday" } },
    { start: "2024-03-14", end: "2024-03-14" },
  ],
  ["one end is enough", amount, { amount: { min: 3 } }, { min: 3 }],
  ["text is taken as it is", text, { text: "100%" }, "100%"],
])("%s", (_, filter, values, expected) => {
  expect(resolveFilters([filter], values, TODAY)).toEqual([{ id: filter.id, type: filter.type, value: expected }])
})

test.each<[string, Filter, FilterValues, RegExp]>([
  ["an unknown id", region, { country: ["a"] }, /no filter here has the id "country"/],
  ["a name every object inherits", region, JSON.parse('{"__proto__":["a"]}'), /__proto__/],
  ["a bare string for a category", region, { region: "a" }, /Region/],
  ["two values for a single choice", one, { one: ["a", "b"] }, /takes a single value/],
  ["an impossible date", when, { when: { start: "2024-02-30" } }, /When/],
  ["a range that ends before it starts", when, { when: { start: "2024-02-02", end: "2024-02-01" } }, /When/],
  ["an unknown relative range", when, { when: { relative: "next_week" } }, /When/],
  ["a number range upside down", amount, { amount: { min: 2, max: 1 } }, /min must not be above max/],
  ["a required filter without a value", needed, {}, /choose a value for Region/],
])("refused with the filter's name: %s", (_, filter, values, message) => {
  expect(() => resolveFilters([filter], values, TODAY)).toThrow(message)
})

test("a filter may be called constructor", () => {
  expect(resolveFilters([Filter.parse({ ...region, id: "constructor" })], {}, TODAY)).toEqual([
    { id: "constructor", type: "category", value: null },
  ])
})
