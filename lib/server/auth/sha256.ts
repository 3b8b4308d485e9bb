import "server-only"
import { createHash } from "node:crypto"

export const sha256 = (text: string): Buffer => createHash("sha256").update(text).digest()

/** How secrets are kept at rest: lower-case hex of their SHA-256. Only for secrets of full entropy, never passwords. */
export const hashOfSecret = (secret: string): string => sha256(secret).toString("hex")
