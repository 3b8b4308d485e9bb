import "server-only"
import { createHash } from "node:crypto"
import { buffer } from "node:stream/consumers"
import { objectKeys } from "#lib/domain/object-keys.ts"
import { objectStore } from "../object-store.ts"

// DynamoDB items stop at 400 KB, and a card's code stands in two of them at each save.
const MAX_INLINE_BYTES = 100_000

export type StoredCode = { code?: string | undefined; codeSha256?: string | undefined }

/** Puts long code into the object store, and answers what the item is to hold. Objects are never changed: the key is the code's hash. */
export async function storeCode(code: string): Promise<StoredCode> {
  const bytes = Buffer.from(code, "utf8")
  if (bytes.length <= MAX_INLINE_BYTES) return { code }
  const codeSha256 = createHash("sha256").update(bytes).digest("hex")
  const key = objectKeys.code(codeSha256)
  if (!(await objectStore().head(key)))
    await objectStore().put(key, bytes, { contentType: "text/plain; charset=utf-8" })
  return { codeSha256 }
}

export async function readCode({ code, codeSha256 }: StoredCode): Promise<string> {
  if (codeSha256 === undefined) return code ?? ""
  const body = await objectStore().get(objectKeys.code(codeSha256))
  if (!body) throw new Error(`The object store has lost the code ${codeSha256}`)
  return (await buffer(body)).toString("utf8")
}
