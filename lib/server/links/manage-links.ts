import "server-only"
import { AppError } from "#lib/domain/app-error.ts"
import type { AuditType } from "#lib/domain/audit.ts"
import type { Dashboard } from "#lib/domain/dashboard.ts"
import { newId, type DashboardId, type LinkId } from "#lib/domain/ids.ts"
import type { ShareLink, ShareLinkDraft, ShareLinkPatch, ShareLinkWithUrl } from "#lib/domain/share-link.ts"
import type { Actor } from "#lib/domain/user.ts"
import { recordAudit } from "../audit/record-audit.ts"
import { findPermitted } from "../auth/find-permitted.ts"
import { hashPassword } from "../auth/password.ts"
import { hashOfSecret } from "../auth/sha256.ts"
import { getDashboard } from "../dashboards/dashboard-store.ts"
import { notFound } from "../db/version-conflict.ts"
import { webEnv } from "../web-env.ts"
import * as store from "./link-store.ts"
import { issuePreviewToken } from "./preview-token.ts"
import { resolveLocks } from "./resolve-locks.ts"
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
  resolveLocks(dashboard, rest.lockedFilters)
  checkExpiry(rest.expiresAt)
  const token = newLinkToken()
  const id = newId("lnk")
  await recordLink("link.created", { id, name: rest.name, dashboardId }, describe({ ...rest, password }))
  const link = await store.createLink({
    ...rest,
    id,
    dashboardId,
    tokenHash: hashOfSecret(token),
    passwordHash: password ? await hashPassword(password) : null,
    createdBy: actor.userId,
    createdAt: new Date().toISOString(),
    viewCount: 0,
    lastViewedAt: null,
    revision: 0,
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
  if (rest.lockedFilters) resolveLocks(dashboard, rest.lockedFilters)
  if (rest.expiresAt) checkExpiry(rest.expiresAt)
  const link = await store.getLink(dashboardId, linkId)
  if (!link) throw notFound("link")
  const change: store.LinkChange = {
    ...rest,
    ...(password !== undefined && { passwordHash: password === null ? null : await hashPassword(password) }),
  }
  const hasChange = Object.keys(change).length > 0
  if (hasChange) await recordLink("link.changed", link, describe({ ...rest, password }))
  const changed = hasChange ? await store.updateLink(link, change) : link
  if (!rotate) return publicLink(changed)
  await recordLink("link.rotated", link)
  const token = newLinkToken()
  return linkWithUrl(await store.rotateLink(changed, hashOfSecret(token)), token)
}

/** @throws AppError not_found, forbidden. */
export async function revokeShareLink({ actor, dashboardId, linkId }: OnDashboard & { linkId: LinkId }): Promise<void> {
  await ownDashboard({ actor, dashboardId })
  const revoked = await store.deleteLink(dashboardId, linkId)
  if (!revoked) throw notFound("link")
  await recordLink("link.revoked", revoked)
}

/** An address that shows for ten minutes, and only as long as the actor may share the dashboard, what a link's readers see. @throws AppError not_found, forbidden. */
export async function previewShareLink({
  actor,
  dashboardId,
  linkId,
}: OnDashboard & { linkId: LinkId }): Promise<{ url: string }> {
  await ownDashboard({ actor, dashboardId })
  if (!(await store.getLink(dashboardId, linkId))) throw notFound("link")
  const token = issuePreviewToken({ dashboardId, linkId, userId: actor.userId }, new Date())
  return { url: new URL(`/share/${token}`, webEnv().CARDLOOM_URL).href }
}

type Named = { id: LinkId; name: string; dashboardId: DashboardId }

const recordLink = (type: AuditType, { id, name, dashboardId }: Named, details: object = {}): Promise<void> =>
  recordAudit({ type, targetId: id, targetName: name, details: { dashboardId, ...details } })

/** What a record says of a link's settings: that there is a password, never which. */
const describe = ({ password, ...rest }: ShareLinkPatch): object => ({
  ...rest,
  ...(password !== undefined && { password: password === null ? "none" : "set" }),
})

async function ownDashboard({ actor, dashboardId }: OnDashboard): Promise<Dashboard> {
  return (await findPermitted(actor, "own", "dashboard", getDashboard(dashboardId))).thing
}

function checkExpiry(expiresAt: string | null): void {
  if (expiresAt === null || Date.parse(expiresAt) > Date.now()) return
  throw new AppError("validation_failed", "The link would have expired already. Choose a later time, or none.", {
    details: [{ path: ["body", "expiresAt"], message: "is in the past" }],
  })
}
