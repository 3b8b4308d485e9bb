import { expect, test } from "vitest"
import type { Filter } from "#lib/domain/filter.ts"
import { proposedValues } from "./proposed-values.ts"

const region: Filter = { id: "region", type: "category", label: "Region", column: "region" }

test.each([
  ["what fits is taken", { region: ["north"] }, { region: ["north"] }],
  ["null takes a filter off", { region: null }, { region: null }],
  ["what a filter does not understand is left out", { region: { min: 3 } }, {}],
  ["filters that are no longer there are left out", { gone: ["x"] }, {}],
])("%s", (_, proposed, values) => expect(proposedValues([region], proposed)).toEqual(values))
