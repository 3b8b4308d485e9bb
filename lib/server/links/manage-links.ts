import "server-only"
import { AppError } from "#lib/domain/app-error.ts"
import type { Dashboard } from "#lib/domain/dashboard.ts"
import type { FilterValues } from "#lib/domain/filter.ts"
import { newId, type DashboardId, type LinkId } from "#lib/domain/ids.ts"
import { dayIn } from "#lib/domain/relative-range.ts"
import { resolveFilters } from "#lib/domain/resolve-filters.ts"
import type { ShareLink, ShareLinkDraft, ShareLinkPatch, ShareLinkWithUrl } from "#lib/domain/share-link.ts"
import type { Actor } from "#lib/domain/user.ts"
import { findPermitted } from "../auth/find-permitted.ts"
import { hashPassword } from "../auth/password.ts"
import { hashOfSecret } from "../auth/sha256.ts"
import { getDashboard } from "../dashboards/dashboard-store.ts"
import { notFound } from "../db/version-conflict.ts"
import { webEnv } from "../web-env.ts"
import * as store from "./link-store.ts"
import { linkWithUrl, newLinkToken, publicLink } from "./link-token.ts"

type OnDashboard = { actor: Actor; dashboardId: DashboardId }

/** Links are the owners' business: whoever may share. @throws AppError not_found, forbidden. */
export async function listShareLinks({ actor, dashboardId }: OnDashboard): Promise<ShareLink[]> {
  await ownDashboard({ actor, dashboardId })
  return (await store.listLinks(dashboardId)).map(publicLink)
}

/** Makes a link; its address is in this answer and nowhere else. @throws AppError not_found, forbidden, validation_failed. */
export async function createShareLink({
  actor,
  dashboardId,
  draft,
}: OnDashboard & { draft: ShareLinkDraft }): Promise<ShareLinkWithUrl> {
  const dashboard = await ownDashboard({ actor, dashboardId })
  const { password, ...rest } = draft
  checkLocks(dashboard, rest.lockedFilters)
  checkExpiry(rest.expiresAt)
  const token = newLinkToken()
  const link = await store.createLink({
    ...rest,
    id: newId("lnk"),
    dashboardId,
    tokenHash: hashOfSecret(token),
    passwordHash: password ? await hashPassword(password) : null,
    createdBy: actor.userId,
    createdAt: new Date().toISOString(),
    viewCount: 0,
    lastViewedAt: null,
  })
  return linkWithUrl(link, token)
}

/** Changes a link from the next request on; with `rotate` it gets another address. @throws AppError as createShareLink. */
export async function updateShareLink({
  actor,
  dashboardId,
  linkId,
  patch,
}: OnDashboard & { linkId: LinkId; patch: ShareLinkPatch }): Promise<ShareLink | ShareLinkWithUrl> {
  const dashboard = await ownDashboard({ actor, dashboardId })
  const { password, rotate, ...rest } = patch
  if (rest.lockedFilters) checkLocks(dashboard, rest.lockedFilters)
  if (rest.expiresAt) checkExpiry(rest.expiresAt)
  const link = await store.getLink(dashboardId, linkId)
  if (!link) throw notFound("link")
  const change: store.LinkChange = {
    ...rest,
    ...(password !== undefined && { passwordHash: password === null ? null : await hashPassword(password) }),
  }
  const changed = Object.keys(change).length > 0 ? await store.updateLink(link, change) : link
  if (!rotate) return publicLink(changed)
  const token = newLinkToken()
  return linkWithUrl(await store.rotateLink(changed, hashOfSecret(token)), token)
}

/** @throws AppError not_found, forbidden. */
export async function revokeShareLink({ actor, dashboardId, linkId }: OnDashboard & { linkId: LinkId }): Promise<void> {
  await ownDashboard({ actor, dashboardId })
  if (!(await store.deleteLink(dashboardId, linkId))) throw notFound("link")
}

async function ownDashboard({ actor, dashboardId }: OnDashboard): Promise<Dashboard> {
  return (await findPermitted(actor, "own", "dashboard", getDashboard(dashboardId))).thing
}

/** A lock that means nothing on this dashboard would lock nothing. */
function checkLocks(dashboard: Dashboard, locked: FilterValues): void {
  resolveFilters(
    // What is required is for readers to choose; here only the locked values are looked at.
    dashboard.filters.map((filter) => ({ ...filter, required: false })),
    locked,
    dayIn(webEnv().CARDLOOM_TIMEZONE, new Date()),
  )
}

function checkExpiry(expiresAt: string | null): void {
  if (expiresAt === null || Date.parse(expiresAt) > Date.now()) return
  throw new AppError("validation_failed", "The link would have expired already. Choose a later time, or none.", {
    details: [{ path: ["body", "expiresAt"], message: "is in the past" }],
  })
}
