import "server-only"
import { randomBytes } from "node:crypto"
import type { UserId } from "#lib/domain/ids.ts"
import { putSetupToken, takeSetupToken } from "../auth/setup-token-store.ts"
import { hashOfSecret } from "../auth/sha256.ts"
import { webEnv } from "../web-env.ts"
import { getUser, updateUser } from "./user-store.ts"

const INVITATION_MS = 7 * 24 * 60 * 60 * 1000

/** A one-time secret that signs somebody in, good for a week; kept as its hash only. Earlier ones no longer count. */
export async function issueSetupToken(userId: UserId): Promise<string> {
  const token = randomBytes(32).toString("base64url")
  const expiresAt = new Date(Date.now() + INVITATION_MS).toISOString()
  const hash = hashOfSecret(token)
  await putSetupToken({ hash, userId, expiresAt })
  await updateUser(userId, { setupHash: hash })
  return token
}

/** An address that signs somebody in once and lets them choose a password. */
export async function inviteUrl(userId: UserId): Promise<string> {
  const url = new URL("/welcome", webEnv().CARDLOOM_URL)
  url.searchParams.set("token", await issueSetupToken(userId))
  return url.href
}

/** Whom a one-time secret signs in, using it up; null when unknown, used, expired, replaced, or the account is disabled. */
export async function redeemSetupToken(token: string): Promise<UserId | null> {
  const hash = hashOfSecret(token)
  const userId = token === "" ? null : await takeSetupToken(hash)
  const user = userId && (await getUser(userId))
  return user && !user.disabled && user.setupHash === hash ? user.id : null
}
