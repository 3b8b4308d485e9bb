import "server-only"
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from "node:crypto"
import { gunzipSync, gzipSync } from "node:zlib"
import { z } from "zod"
import { webEnv } from "../web-env.ts"

const IV_BYTES = 12
const TAG_BYTES = 16
// DynamoDB items stop at 400 KB, and the text is a third longer than the bytes.
const MAX_SEALED_BYTES = 250_000

const Answer = z.object({ status: z.int(), etag: z.string().nullable(), body: z.string() })
export type Answer = z.infer<typeof Answer>

const secretFor = (purpose: string): Buffer =>
  Buffer.from(hkdfSync("sha256", webEnv().AUTH_SECRET, "", `cardloom idempotency ${purpose}`, 32))

/** What tells one body from another, without giving it away: bodies hold passwords, which a plain hash would not hide. */
export const openFingerprint = () => createHmac("sha256", secretFor("fingerprint"))

/**
 * An answer as it is kept. It may hold what is shown only once, a token or a link, so nobody reads it from the
 * database: it opens only with this installation's secret, for the key (`id`) it was sealed for. null when it is too
 * large to be kept.
 */
export function sealAnswer(id: string, answer: Answer): string | null {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv("aes-256-gcm", secretFor("answer"), iv).setAAD(Buffer.from(id))
  const sealed = Buffer.concat([cipher.update(gzipSync(JSON.stringify(answer))), cipher.final()])
  if (sealed.byteLength > MAX_SEALED_BYTES) return null
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString("base64")
}

/** Throws for what was not sealed for `id` by this installation. */
export function openAnswer(id: string, sealed: string): Answer {
  const bytes = Buffer.from(sealed, "base64")
  const tagEnd = IV_BYTES + TAG_BYTES
  const decipher = createDecipheriv("aes-256-gcm", secretFor("answer"), bytes.subarray(0, IV_BYTES), {
    authTagLength: TAG_BYTES,
  })
    .setAAD(Buffer.from(id))
    .setAuthTag(bytes.subarray(IV_BYTES, tagEnd))
  const opened = Buffer.concat([decipher.update(bytes.subarray(tagEnd)), decipher.final()])
  return Answer.parse(JSON.parse(gunzipSync(opened).toString("utf8")))
}
