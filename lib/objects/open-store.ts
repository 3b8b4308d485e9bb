import { z } from "zod"
import { openFolderStore } from "./folder-store.ts"
import type { ObjectStore } from "./object-store.ts"
import { openS3Store } from "./s3-store.ts"

const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((text) => (text === "" ? undefined : text), schema.optional())

const Environment = z.object({
  OBJECTS_DIR: optional(z.string()),
  S3_BUCKET: optional(z.string()),
  S3_REGION: optional(z.string()),
  S3_ENDPOINT: optional(z.url({ protocol: /^https?$/, error: "must be an http or https URL" })),
  S3_PREFIX: optional(z.string().regex(/^[\w.-]+(\/[\w.-]+)*\/?$/, "must be a path of letters, digits, . _ and -")),
  S3_FORCE_PATH_STYLE: optional(z.stringbool({ error: "must be true or false" })),
})

/**
 * The object store an environment describes: a folder by OBJECTS_DIR, or a bucket by S3_BUCKET and S3_REGION.
 * Throws an Error of one sentence for each setting that is missing or malformed.
 */
export function openObjectStore(environment: Record<string, string | undefined>): ObjectStore {
  const parsed = Environment.safeParse(environment)
  if (!parsed.success) {
    throw new Error(parsed.error.issues.map(({ path, message }) => `${path.join(".")} ${message}.`).join(" "))
  }
  const { OBJECTS_DIR, S3_BUCKET, S3_REGION, S3_ENDPOINT, S3_PREFIX, S3_FORCE_PATH_STYLE } = parsed.data
  if (OBJECTS_DIR !== undefined && S3_BUCKET !== undefined)
    throw new Error("OBJECTS_DIR and S3_BUCKET are both set: set the one that objects are to be kept in.")
  if (OBJECTS_DIR !== undefined) return openFolderStore(OBJECTS_DIR)
  if (S3_BUCKET === undefined)
    throw new Error("OBJECTS_DIR or S3_BUCKET is missing: set the folder or the bucket that objects are to be kept in.")
  if (S3_REGION === undefined)
    throw new Error("S3_REGION is missing: set it to the bucket's region, such as eu-central-1.")
  return openS3Store({
    bucket: S3_BUCKET,
    region: S3_REGION,
    endpoint: S3_ENDPOINT,
    prefix: S3_PREFIX,
    forcePathStyle: S3_FORCE_PATH_STYLE,
  })
}
