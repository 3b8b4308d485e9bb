import { expect, test } from "vitest"
import { addressBehind } from "./client-address.ts"

test.each([
  ["without a proxy, what a caller claims counts for nothing", 0, "203.0.113.9", "198.51.100.7"],
  ["one proxy's word is the last entry", 1, "203.0.113.9, 192.0.2.1", "192.0.2.1"],
  ["of two proxies, the outer one's", 2, "203.0.113.9, 192.0.2.1, 10.0.0.2", "192.0.2.1"],
  ["a proxy that says nothing leaves the connection's own", 1, null, "198.51.100.7"],
  ["fewer entries than proxies leave the connection's own", 3, "192.0.2.1", "198.51.100.7"],
])("%s", (_, hops, forwarded, address) => {
  const headers = new Headers({
    "x-cardloom-peer": "198.51.100.7",
    ...(forwarded !== null && { "x-forwarded-for": forwarded }),
  })
  expect(addressBehind(headers, hops)).toBe(address)
})
