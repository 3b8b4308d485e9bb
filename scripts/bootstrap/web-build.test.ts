import { existsSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { vendorSources, webSources } from "./web-build.mjs"

test.each([...webSources, ...vendorSources])("%s, whose changes ask for a new build, is there", (path) => {
  expect(existsSync(join(import.meta.dirname, "../..", path))).toBe(true)
})
