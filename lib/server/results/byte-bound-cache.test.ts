import { expect, test } from "vitest"
import { ByteBoundCache } from "./byte-bound-cache.ts"

type Step = ["set", string, number] | ["get", string]

test.each<[string, Step[], string[]]>([
  [
    "what fits is kept",
    [
      ["set", "a", 10],
      ["set", "b", 10],
    ],
    ["a", "b"],
  ],
  ["the oldest makes room", [...fill("abcdefgh"), ["set", "i", 12]], [..."bcdefghi"]],
  ["but not what was used since", [...fill("abcdefgh"), ["get", "a"], ["set", "i", 12]], [..."acdefghi"]],
  ["an entry replaced counts once", [...fill("aaaaaaaaaaaa"), ["set", "b", 12]], ["a", "b"]],
  ["an entry above an eighth is not kept", [["set", "a", 13]], []],
  [
    "and takes what it would have replaced with it",
    [
      ["set", "a", 12],
      ["set", "a", 13],
    ],
    [],
  ],
])("%s", (_, steps, expected) => {
  const cache = new ByteBoundCache<string>(100)
  for (const [verb, key, sizeBytes = 0] of steps) {
    if (verb === "get") cache.get(key)
    else cache.set(key, key, sizeBytes)
  }
  expect([..."abcdefghi"].filter((key) => cache.get(key) === key)).toEqual(expected)
})

function fill(keys: string): Step[] {
  return [...keys].map((key) => ["set", key, 12])
}
