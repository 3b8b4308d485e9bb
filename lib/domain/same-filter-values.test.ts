import { expect, test } from "vitest"
import type { Filter } from "./filter.ts"
import { sameFilterValues } from "./same-filter-values.ts"

const region: Filter = { id: "region", type: "category", label: "Region", column: "region" }
const north: Filter = { ...region, default: ["North"] }

test.each([
  ["nothing is like nothing", [region], {}, {}, true],
  ["a filter taken off is one never set", [region], { region: null }, {}, true],
  ["a filter that has its default is one never set", [north], { region: ["North"] }, {}, true],
  ["a default taken off is not", [north], { region: null }, {}, false],
  ["order does not count", [region], { region: ["a", null, "b"] }, { region: ["b", "a", null] }, true],
  ["values do", [region], { region: ["a"] }, { region: ["b"] }, false],
  ["none is not all", [region], { region: [] }, {}, false],
  ["values of no filter here do not count", [], { region: ["a"] }, {}, true],
])("%s", (_, filters, a, b, expected) => expect(sameFilterValues(filters, a, b)).toBe(expected))
