import "server-only"
import { randomBytes } from "node:crypto"
import type { UserId } from "#lib/domain/ids.ts"
import { putSetupToken } from "../auth/setup-token-store.ts"
import { hashOfSecret } from "../auth/sha256.ts"
import { webEnv } from "../web-env.ts"

const INVITATION_MS = 7 * 24 * 60 * 60 * 1000

/** A one-time secret that signs somebody in, good for a week; kept as its hash only. */
export async function issueSetupToken(userId: UserId): Promise<string> {
  const token = randomBytes(32).toString("base64url")
  const expiresAt = new Date(Date.now() + INVITATION_MS).toISOString()
  await putSetupToken({ hash: hashOfSecret(token), userId, expiresAt })
  return token
}

/** An address that signs somebody in once and lets them choose a password. */
export async function inviteUrl(userId: UserId): Promise<string> {
  const url = new URL("/welcome", webEnv().CARDLOOM_URL)
  url.searchParams.set("token", await issueSetupToken(userId))
  return url.href
}
