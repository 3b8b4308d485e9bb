import { expect, test } from "vitest"
import { openObjectStore } from "#lib/objects/open-store.ts"

test.each([
  ["nothing", {}, "OBJECTS_DIR or S3_BUCKET is missing"],
  ["empty settings", { OBJECTS_DIR: "", S3_BUCKET: "" }, "OBJECTS_DIR or S3_BUCKET is missing"],
  ["both", { OBJECTS_DIR: "/x", S3_BUCKET: "b" }, "both set"],
  ["a bucket without a region", { S3_BUCKET: "b" }, "S3_REGION is missing"],
  ["an endpoint that is no URL", { S3_BUCKET: "b", S3_REGION: "r", S3_ENDPOINT: "minio:9000" }, "S3_ENDPOINT must be"],
  ["a prefix that leads elsewhere", { S3_BUCKET: "b", S3_REGION: "r", S3_PREFIX: "/a" }, "S3_PREFIX must be"],
])("an environment with %s is refused in a sentence", (_, environment, sentence) => {
  expect(() => openObjectStore(environment)).toThrow(sentence)
})
