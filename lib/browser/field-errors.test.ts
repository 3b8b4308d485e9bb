import { expect, test } from "vitest"
import { ApiError } from "./api.ts"
import { fieldErrors } from "./field-errors.ts"

const refused = (details: unknown) => new ApiError("refused", { status: 400, code: "validation_failed", details })

test.each([
  [
    "the first complaint about each field is kept",
    refused([
      { path: ["body", "email"], message: "must be an e-mail address" },
      { path: ["body", "email"], message: "too long" },
      { path: ["body", "name"], message: "too short" },
    ]),
    { email: "must be an e-mail address", name: "too short" },
  ],
  ["complaints about the query are nobody's field", refused([{ path: ["query", "limit"], message: "too big" }]), {}],
  ["details of another kind are ignored", refused("what?"), {}],
  ["other failures have no fields", new Error("no"), {}],
])("%s", (_, error, fields) => expect(fieldErrors(error)).toEqual(fields))
