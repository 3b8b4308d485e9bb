import { expect, test } from "vitest"
import { namesIn } from "./names-in-sql.ts"

test.each([
  ["SELECT count(*) FROM Weather w", ["select", "count", "from", "weather", "w"]],
  [`SELECT "a b" FROM "weather"`, ["select", "a b", "from", "weather"]],
  ["SELECT 'weather' -- weather\n /* weather */ FROM x", ["select", "from", "x"]],
])("%s", (sql, names) => expect([...namesIn(sql)]).toEqual(names))
