import "server-only"
import { AppError } from "#lib/domain/app-error.ts"
import { atLeast, rightOn } from "#lib/domain/permissions.ts"
import { recordAudit } from "../audit/record-audit.ts"
import { clientAddress } from "../auth/client-address.ts"
import { verifyPassword } from "../auth/password.ts"
import { clear, hit } from "../auth/rate-limit-store.ts"
import { hashOfSecret } from "../auth/sha256.ts"
import { getUser } from "../users/user-store.ts"
import { readAsker } from "../users/read-asker.ts"
import { countLinkRequest } from "./link-limit.ts"
import { currentSources, sourcesOf, type LinkSources } from "./link-sources.ts"
import { getLink, type StoredLink } from "./link-store.ts"
import { isLinkToken } from "./link-token.ts"
import { readPreviewToken } from "./preview-token.ts"
import { isUnlockedBy, issueUnlockToken } from "./unlock-token.ts"

export const UNLOCK_HEADER = "x-share-unlock"
const WINDOW_SECONDS = 15 * 60
const MAX_GUESSES = 60
const MAX_PASSWORDS = 9
const MAX_PASSWORDS_OF_ALL = 180

/** `isPreview`: opened by somebody who may share the dashboard, to see what readers see. */
export type OpenedLink = LinkSources & { isPreview: boolean }

/**
 * The link of a token and what it shows, for a reader who has given the password where there is one.
 * @throws AppError not_found, alike for a token that is unknown, malformed, expired or revoked, and for a dashboard that
 *   is gone; unauthorized with details.passwordRequired; rate_limited for an address that asks too often, or guesses.
 */
export async function openLink(token: string, headers: Headers): Promise<OpenedLink> {
  const opened = await findLink(token, headers)
  checkUnlocked(opened, linkKeyOf(token, headers))
  return opened
}

/** What a request opens a link with. */
export type LinkKey = { token: string; unlockToken: string }

export const linkKeyOf = (token: string, headers: Headers): LinkKey => ({
  token,
  unlockToken: headers.get(UNLOCK_HEADER) ?? "",
})

/**
 * A link as it is by now, for work that goes on after its request has opened it, and is not counted as another.
 * @throws AppError not_found, unauthorized as openLink.
 */
export async function reopenLink(key: LinkKey): Promise<OpenedLink> {
  const opened = await find(key.token)
  if (!opened) throw noSuchLink()
  checkUnlocked(opened, key)
  return opened
}

function checkUnlocked({ link, isPreview }: OpenedLink, { unlockToken }: LinkKey): void {
  if (link.passwordHash === null || isPreview || isUnlockedBy(unlockToken, link, new Date())) return
  throw new AppError("unauthorized", "This link asks for a password.", { details: { passwordRequired: true } })
}

/** Trades the password for a token that stands for it. @throws AppError as openLink; unauthorized for a wrong password. */
export async function unlockLink(
  token: string,
  password: string,
  headers: Headers,
): Promise<{ unlockToken: string; expiresAt: string }> {
  const { link } = await findLink(token, headers)
  if (link.passwordHash === null) return issueUnlockToken(link, new Date())
  const own = `link-unlock:${link.id}:${clientAddress(headers)}`
  // Counted before the password is looked at, so that many at once are no way around it.
  const [byAddress, byAll] = await Promise.all([
    hit(own, { windowSeconds: WINDOW_SECONDS }),
    hit(`link-unlock-all:${link.id}`, { windowSeconds: WINDOW_SECONDS }),
  ])
  if (byAddress.count > MAX_PASSWORDS) throw tooMany("Too many wrong passwords.", byAddress.resetsAt)
  if (byAll.count > MAX_PASSWORDS_OF_ALL) throw tooMany("Too many wrong passwords.", byAll.resetsAt)
  if (!(await verifyPassword(link.passwordHash, password))) {
    await recordAudit({
      type: "link.unlock_failed",
      targetId: link.id,
      targetName: link.name,
      by: { userId: null, via: "link" },
    })
    throw new AppError("unauthorized", "This is not the link's password.", { details: { passwordRequired: true } })
  }
  await clear(own)
  return issueUnlockToken(link, new Date())
}

async function findLink(token: string, headers: Headers): Promise<OpenedLink> {
  const found = await find(token)
  if (found) {
    countLinkRequest(found.link.id, clientAddress(headers))
    return found
  }
  // Only misses are counted, so that readers of a link that works are never held up.
  const guesses = await hit(`link-guess:${clientAddress(headers)}`, { windowSeconds: WINDOW_SECONDS })
  if (guesses.count > MAX_GUESSES) throw tooMany("Too many links that do not work.", guesses.resetsAt)
  throw noSuchLink()
}

const find = (token: string): Promise<OpenedLink | null> =>
  isLinkToken(token) ? findByToken(token) : findPreviewed(token)

async function findByToken(token: string): Promise<OpenedLink | null> {
  const sources = await currentSources(hashOfSecret(token))
  return sources && hasNotExpired(sources.link) ? { ...sources, isPreview: false } : null
}

/** A preview shows a link also when it has expired; whoever made it must still be allowed to share the dashboard. */
async function findPreviewed(token: string): Promise<OpenedLink | null> {
  const preview = readPreviewToken(token, new Date())
  if (!preview) return null
  const [link, asker, user] = await Promise.all([
    getLink(preview.dashboardId, preview.linkId),
    readAsker(preview.userId),
    getUser(preview.userId),
  ])
  const sources = link && (await sourcesOf(link))
  if (!sources || !asker || !user || user.disabled || !atLeast(rightOn(asker, sources.dashboard), "own")) return null
  return { ...sources, isPreview: true }
}

/** Whether a token opens a link now, and who may embed it. For the page's headers, which come before its content. */
export async function embeddersOf(token: string): Promise<readonly string[] | null> {
  const sources = isLinkToken(token) ? await currentSources(hashOfSecret(token)) : null
  return sources && hasNotExpired(sources.link) ? sources.link.allowedOrigins : null
}

const hasNotExpired = ({ expiresAt }: StoredLink): boolean => expiresAt === null || Date.parse(expiresAt) > Date.now()

const noSuchLink = (): AppError =>
  new AppError("not_found", "This link does not work. It may have expired or been withdrawn: ask whoever sent it.")

const tooMany = (what: string, resetsAt: string): AppError =>
  new AppError("rate_limited", `${what} Wait a few minutes and try again.`, {
    retryAfterSeconds: Math.max(1, Math.ceil((Date.parse(resetsAt) - Date.now()) / 1000)),
  })
