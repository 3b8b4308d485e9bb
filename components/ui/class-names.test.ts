import { expect, test } from "vitest"
import { classNames } from "./class-names.ts"

test.each([
  ["a size and a colour live together", ["text-13 text-muted"], "text-13 text-muted"],
  ["the later size wins", ["text-13", "text-16"], "text-16"],
  ["what is false is left out", ["p-2", false, undefined], "p-2"],
])("%s", (_, values, joined) => expect(classNames(...values)).toBe(joined))
