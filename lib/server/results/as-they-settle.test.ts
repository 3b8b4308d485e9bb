import { expect, test } from "vitest"
import { asTheySettle } from "./as-they-settle.ts"

test("values come in the order in which they are there, not in which they were asked for", async () => {
  const asked = ["a", "b", "c"].map(() => Promise.withResolvers<string>())
  const values = asTheySettle(asked.map(({ promise }) => promise))
  asked[2]?.resolve("c")
  expect(await values.next()).toEqual({ value: "c", done: false })
  asked[0]?.resolve("a")
  asked[1]?.resolve("b")
  expect([await values.next(), await values.next(), await values.next()].map(({ value }) => value)).toEqual([
    "a",
    "b",
    undefined,
  ])
})
