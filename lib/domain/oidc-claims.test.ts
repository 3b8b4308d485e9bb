import { expect, test } from "vitest"
import { readOidcClaims } from "./oidc-claims.ts"

const claims = { iss: "https://login.example.org", sub: "42" }

test("who somebody is, is said by issuer and subject", () => {
  expect(readOidcClaims({ ...claims, email: " Ada@Example.org ", email_verified: true, name: "Ada" }, null)).toEqual({
    issuer: "https://login.example.org",
    subject: "42",
    email: "ada@example.org",
    address: "verified",
    name: "Ada",
    groups: null,
  })
  expect(readOidcClaims({ email: "ada@example.org" }, null)).toBeNull()
  expect(readOidcClaims({ ...claims, sub: "x".repeat(300) }, null)).toBeNull()
})

test.each([
  ["true", true, "verified"],
  ["the word true", "true", "verified"],
  ["false", false, "unverified"],
  ["the word false", "false", "unverified"],
  ["something else", { yes: 1 }, "unverified"],
  ["nothing", undefined, "unsaid"],
])("given an email_verified of %s, the address is %s", (_, email_verified, address) => {
  expect(readOidcClaims({ ...claims, email: "a@example.org", email_verified }, null)).toMatchObject({ address })
})

test.each([
  ["their name", { name: "Ada", preferred_username: "al", email: "a@example.org" }, "Ada"],
  ["their user name", { name: "  ", preferred_username: "al", email: "a@example.org" }, "al"],
  ["their address", { email: "ada.l@example.org" }, "ada.l"],
  ["their subject", {}, "42"],
])("somebody is called by %s", (_, said, name) => {
  expect(readOidcClaims({ ...claims, ...said }, null)).toMatchObject({ name })
})

test("an address that is none is no address", () => {
  expect(readOidcClaims({ ...claims, email: "not one" }, null)).toMatchObject({ email: null })
})

test.each([
  ["a list", ["Finance", "Sales"], ["Finance", "Sales"]],
  ["one name", "Finance", ["Finance"]],
  ["names that differ in case only", ["finance", "FINANCE"], ["FINANCE"]],
  ["what can't be names", ["Finance", 7, "", null, "x".repeat(101)], ["Finance"]],
  ["no list", { Finance: true }, []],
  ["nothing", undefined, []],
])("given a claim of %s, the groups are %j", (_, groups, expected) => {
  expect(readOidcClaims({ ...claims, groups }, "groups")?.groups).toEqual(expected)
})
