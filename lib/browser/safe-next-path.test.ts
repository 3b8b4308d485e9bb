import { expect, test } from "vitest"
import { safeNextPath } from "./safe-next-path.ts"

test.each([
  ["nothing", undefined, "/"],
  ["a path with a query", "/dashboards/dash_1?f.a=b#top", "/dashboards/dash_1?f.a=b#top"],
  ["another site", "https://evil.example/", "/"],
  ["another site without a scheme", "//evil.example/", "/"],
  ["another site by backslash", "/\\evil.example/", "/"],
  ["another site by a hidden tab", "/\t/evil.example/", "/"],
  ["another site behind dots", "/..//evil.example", "/"],
  ["a script", "javascript:alert(1)", "/"],
  ["a relative path", "cards", "/"],
  ["the sign-in page itself", "/sign-in?next=%2F", "/"],
])("%s", (_, next, path) => expect(safeNextPath(next)).toBe(path))
