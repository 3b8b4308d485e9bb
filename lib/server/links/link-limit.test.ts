import { expect, test } from "vitest"
import { webEnv } from "../web-env.ts"
import { countLinkRequest } from "./link-limit.ts"

const PER_MINUTE = 3
webEnv({
  CARDLOOM_URL: "http://localhost:3000",
  AUTH_SECRET: "b7d1f0a9c3e85246d8f19b0a7c64e2f5",
  CARDLOOM_TICK_TOKEN: "0a7c64e2f5b7d1f0a9c3e85246d8f19b",
  EXECUTOR_URL: "http://localhost:4000",
  EXECUTOR_TOKEN: "c3e85246d8f19b0a7c64e2f5b7d1f0a9",
  CARDLOOM_LINK_REQUESTS_PER_MINUTE: String(PER_MINUTE),
  NODE_ENV: "test",
})

test("an address has so many requests to a link at once, then as many a minute; others have their own", () => {
  for (let request = 0; request < PER_MINUTE; request += 1) countLinkRequest("lnk_a", "10.0.0.1", 0)
  expect(() => countLinkRequest("lnk_a", "10.0.0.1", 0)).toThrow(expect.objectContaining({ code: "rate_limited" }))
  expect(() => countLinkRequest("lnk_a", "10.0.0.2", 0)).not.toThrow()
  expect(() => countLinkRequest("lnk_b", "10.0.0.1", 0)).not.toThrow()
  // A third of a minute later there is one more.
  expect(() => countLinkRequest("lnk_a", "10.0.0.1", 20_001)).not.toThrow()
  expect(() => countLinkRequest("lnk_a", "10.0.0.1", 20_002)).toThrow(/Wait a moment/)
})
