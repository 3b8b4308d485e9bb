import { expect, test } from "vitest"
import { aliasFor, aliasProblem } from "./input-alias.ts"

test.each([
  ["Daily orders 2024", [], "daily_orders_2024"],
  ["Umsätze", [], "umsatze"],
  ["2024", [], "data_2024"],
  ["売上", [], "data"],
  ["Orders", ["orders", "orders_2"], "orders_3"],
])("%s gets an alias that %j leave free", (name, taken, alias) => {
  expect(aliasFor(name, taken)).toBe(alias)
  expect(aliasProblem(alias, taken)).toBeNull()
})

test.each(["", "1a", "a b", "a-b", "ä", "taken"])("%j is refused as an alias", (alias) =>
  expect(aliasProblem(alias, ["taken"])).not.toBeNull(),
)
