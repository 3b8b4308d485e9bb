import { expect, test } from "vitest"
import { sqlAliases } from "./sql-aliases.ts"

test.each([
  [["Seattle weather"], ["seattle_weather"]],
  [["Sales 2024 (EU)"], ["sales_2024_eu"]],
  [["Größe"], ["gro_e"]],
  [["2024"], ["data_2024"]],
  [["売上"], ["data"]],
  [
    ["Order", "Table"],
    ["data_order", "data_table"],
  ],
  [
    ["A", "a", "A!"],
    ["a", "a_2", "a_3"],
  ],
  [["'; DROP TABLE x --"], ["drop_table_x"]],
])("%j are called %j", (names, aliases) => expect(sqlAliases(names)).toEqual(aliases))
