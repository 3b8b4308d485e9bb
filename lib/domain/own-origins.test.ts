import { expect, test } from "vitest"
import { ownOrigins } from "./own-origins.ts"

test.each([
  ["https://bi.example.org/", ["https://bi.example.org"]],
  ["https://bi.example.org:8443", ["https://bi.example.org:8443"]],
  ["http://localhost:3000", ["http://localhost:3000", "http://127.0.0.1:3000"]],
  ["http://127.0.0.1", ["http://localhost", "http://127.0.0.1"]],
])("%s is reached at %j", (publicUrl, origins) => {
  expect(ownOrigins(publicUrl)).toEqual(origins)
})
