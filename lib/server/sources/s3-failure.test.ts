import { expect, test } from "vitest"
import { AppError } from "#lib/domain/app-error.ts"
import { s3Failure } from "./s3-failure.ts"

const s3Error = (name: string, httpStatusCode?: number) =>
  Object.assign(new Error("from the SDK"), { name, $metadata: { httpStatusCode } })
const place = { bucket: "lake", key: "sales.csv" }

test.each<[string, unknown, { key?: string }, string, RegExp]>([
  ["a missing key", s3Error("NotFound", 404), place, "not_found", /no file "sales.csv" in the bucket "lake"/],
  ["a missing bucket", s3Error("NoSuchBucket", 404), place, "not_found", /no bucket "lake"/],
  ["another region", s3Error("PermanentRedirect", 301), place, "not_found", /S3_SOURCE_REGION/],
  ["no right to read", s3Error("AccessDenied", 403), place, "forbidden", /s3:GetObject/],
  ["no right to list", s3Error("AccessDenied", 403), {}, "forbidden", /read the bucket "lake"/],
  ["a change while reading", s3Error("PreconditionFailed", 412), place, "conflict", /changed while it was being read/],
  ["an archived file", s3Error("InvalidObjectState", 403), place, "conflict", /archived/],
  ["a key S3 will not take", s3Error("KeyTooLongError", 400), place, "validation_failed", /KeyTooLongError/],
  ["a throttled request", s3Error("SlowDown", 503), place, "unavailable", /Try again/],
  [
    "a store that is down",
    Object.assign(new Error("x"), { code: "ECONNREFUSED" }),
    place,
    "unavailable",
    /does not answer/,
  ],
  ["missing credentials", s3Error("CredentialsProviderError"), place, "unavailable", /credentials/],
  ["what was told already", new AppError("too_large", "Too large."), place, "too_large", /Too large/],
])("%s", (_, error, where, code, message) => {
  const failure = s3Failure(error, { bucket: "lake", ...where })
  expect(failure).toMatchObject({ code, message: expect.stringMatching(message) })
  expect(failure.message).not.toContain("from the SDK")
})
