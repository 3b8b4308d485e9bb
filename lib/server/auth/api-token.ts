import "server-only"
import { randomBytes } from "node:crypto"
import type { UserId } from "#lib/domain/ids.ts"
import type { ApiToken } from "#lib/domain/user.ts"
import { hashOfSecret } from "./sha256.ts"
import { createToken } from "./token-store.ts"

/** Lets secret scanners, and us, tell our tokens from others. */
export const API_TOKEN_PREFIX = "cl_"

/** A new token of 256 bits. The secret is in the answer and nowhere else. */
export async function issueApiToken(
  userId: UserId,
  draft: Pick<ApiToken, "name" | "scope" | "expiresAt"> & { id?: ApiToken["id"] },
): Promise<ApiToken & { token: string }> {
  const token = API_TOKEN_PREFIX + randomBytes(32).toString("base64url")
  return { ...(await createToken({ userId, ...draft, secretHash: hashOfSecret(token) })), token }
}
