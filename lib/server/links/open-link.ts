import "server-only"
import { AppError } from "#lib/domain/app-error.ts"
import { clientAddress } from "../auth/client-address.ts"
import { verifyPassword } from "../auth/password.ts"
import { clear, hit } from "../auth/rate-limit-store.ts"
import { hashOfSecret } from "../auth/sha256.ts"
import { getDashboard, type StoredDashboard } from "../dashboards/dashboard-store.ts"
import { getLinkByTokenHash, type StoredLink } from "./link-store.ts"
import { isLinkToken } from "./link-token.ts"
import { isUnlockedBy, issueUnlockToken } from "./unlock-token.ts"

export const UNLOCK_HEADER = "x-share-unlock"
const WINDOW_SECONDS = 15 * 60
const MAX_GUESSES = 60
const MAX_PASSWORDS = 9

export type OpenedLink = { link: StoredLink; dashboard: StoredDashboard }

/**
 * The link of a token and its dashboard, for a reader who has given the password where there is one.
 * @throws AppError not_found, alike for a token that is unknown, malformed, expired or revoked, and for a dashboard that
 *   is gone; unauthorized with details.passwordRequired; rate_limited for an address that guesses.
 */
export async function openLink(token: string, headers: Headers): Promise<OpenedLink> {
  const link = await findLink(token, headers)
  if (link.passwordHash !== null && !isUnlockedBy(headers.get(UNLOCK_HEADER) ?? "", link, new Date()))
    throw new AppError("unauthorized", "This link asks for a password.", { details: { passwordRequired: true } })
  const dashboard = await getDashboard(link.dashboardId)
  if (!dashboard) throw noSuchLink()
  return { link, dashboard }
}

/** Trades the password for a token that stands for it. @throws AppError as openLink; unauthorized for a wrong password. */
export async function unlockLink(
  token: string,
  password: string,
  headers: Headers,
): Promise<{ unlockToken: string; expiresAt: string }> {
  const link = await findLink(token, headers)
  const keys = [`link-unlock:${link.id}:${clientAddress(headers)}`, `link-unlock-all:${link.id}`]
  const hits = await Promise.all(keys.map((key) => hit(key, { windowSeconds: WINDOW_SECONDS })))
  const limits = [MAX_PASSWORDS, MAX_PASSWORDS * 20]
  const over = hits.find(({ count }, index) => count > (limits[index] ?? 0))
  if (over) throw tooMany("Too many wrong passwords.", over.resetsAt)
  if (link.passwordHash !== null && !(await verifyPassword(link.passwordHash, password)))
    throw new AppError("unauthorized", "This is not the link's password.", { details: { passwordRequired: true } })
  await Promise.all(keys.map(clear))
  return issueUnlockToken(link, new Date())
}

async function findLink(token: string, headers: Headers): Promise<StoredLink> {
  const link = isLinkToken(token) ? await getLinkByTokenHash(hashOfSecret(token)) : null
  if (link && (link.expiresAt === null || Date.parse(link.expiresAt) > Date.now())) return link
  // Only misses are counted, so that readers of a link that works are never held up.
  const guesses = await hit(`link-guess:${clientAddress(headers)}`, { windowSeconds: WINDOW_SECONDS })
  if (guesses.count > MAX_GUESSES) throw tooMany("Too many links that do not work.", guesses.resetsAt)
  throw noSuchLink()
}

const noSuchLink = (): AppError =>
  new AppError("not_found", "This link does not work. It may have expired or been withdrawn: ask whoever sent it.")

const tooMany = (what: string, resetsAt: string): AppError =>
  new AppError("rate_limited", `${what} Wait a few minutes and try again.`, {
    retryAfterSeconds: Math.max(1, Math.ceil((Date.parse(resetsAt) - Date.now()) / 1000)),
  })
