import { expect, test } from "vitest"
import { AuditSearch, auditQuery } from "./audit-search.ts"

test("blank and meaningless parts of an address are left out", () => {
  const search = AuditSearch.parse({ type: "no.such", person: "  ", targetId: " ds_1 ", from: "yesterday", to: ["a"] })
  expect(search).toEqual({ targetId: "ds_1" })
})

test("a search and its address are one another's", () => {
  const search = { type: "card.deleted", person: "a+b@example.org", from: "2031-01-02" } as const
  const query = auditQuery({ ...search, cursor: undefined })
  expect(query).toBe("?type=card.deleted&person=a%2Bb%40example.org&from=2031-01-02")
  expect(AuditSearch.parse(Object.fromEntries(new URLSearchParams(query)))).toEqual(search)
  expect(auditQuery({})).toBe("")
})
