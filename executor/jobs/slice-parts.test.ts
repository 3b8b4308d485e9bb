import { expect, test } from "vitest"
import { partsOf } from "./slice-parts.ts"

const names = (count: number) => Array.from({ length: count }, (_, number) => `c${number}`)

test.each<[string, string[] | null, number, (string[] | null)[]]>([
  ["declared columns lie in a file each", ["day", "region"], 1, [["day"], ["region"]]],
  ["one declared twice is there once", ["day", "day"], 1, [["day"]]],
  ["a card that declares nothing gets one file with all", null, 1, [null]],
  ["no columns are one file with none", [], 1, [[]]],
  ["very many lie in one file", names(13), 1, [names(13)]],
  ["with many inputs fewer are very many", names(5), 16, [names(5)]],
])("%s", (_, columns, inputCount, parts) => expect(partsOf(columns, inputCount)).toEqual(parts))

test.each([1, 2, 5, 15, 16])("%i inputs never take more files than a card may have", (inputCount) => {
  for (const columns of [1, 4, 12, 100].map(names))
    expect(partsOf(columns, inputCount).length * inputCount).toBeLessThanOrEqual(64)
})
