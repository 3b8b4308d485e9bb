import { expect, test } from "vitest"
import type { Filter } from "./filter.ts"
import { fittingValues } from "./fitting-values.ts"

const region: Filter = { id: "region", type: "category", label: "Region", column: "region" }
const single: Filter = { ...region, multi: false }
const required: Filter = { ...region, required: true }

test.each([
  ["a value of its kind stays", [region], { region: ["North", null] }, { region: ["North", null] }],
  ["a filter that is gone takes its value along", [], { region: ["North"] }, {}],
  ["a value of another kind goes", [region], { region: { min: 1 } }, {}],
  ["a filter taken off stays off", [region], { region: null }, { region: null }],
  ["but not one that is required now", [required], { region: null }, {}],
  ["several values go where there is to be one", [single], { region: ["a", "b"] }, {}],
  ["one value stays", [single], { region: ["a"] }, { region: ["a"] }],
])("%s", (_, filters, values, expected) => expect(fittingValues(filters, values)).toEqual(expected))
