import "server-only"
import { createHmac, timingSafeEqual } from "node:crypto"
import { DashboardId, LinkId, UserId } from "#lib/domain/ids.ts"
import { webEnv } from "../web-env.ts"

const PREVIEW_MS = 10 * 60 * 1000
const PREFIX = "preview"

export type Preview = { dashboardId: DashboardId; linkId: LinkId; userId: UserId }

/** Stands in a link's address for its token, for somebody who may share the dashboard: nobody has the token itself. */
export function issuePreviewToken({ dashboardId, linkId, userId }: Preview, now: Date): string {
  const parts = [PREFIX, dashboardId, linkId, userId, String(now.getTime() + PREVIEW_MS)].join(".")
  return `${parts}.${signature(parts)}`
}

/** What a preview token was made for; null for anything else, or when it has expired. Rights are still to be checked. */
export function readPreviewToken(token: string, now: Date): Preview | null {
  const at = token.lastIndexOf(".")
  const parts = token.slice(0, Math.max(0, at))
  const [given, expected] = [Buffer.from(token.slice(at + 1)), Buffer.from(signature(parts))]
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null
  const [prefix, dashboardId, linkId, userId, untilMs] = parts.split(".")
  if (prefix !== PREFIX || Number(untilMs) <= now.getTime()) return null
  return {
    dashboardId: DashboardId.parse(dashboardId),
    linkId: LinkId.parse(linkId),
    userId: UserId.parse(userId),
  }
}

const signature = (parts: string): string =>
  createHmac("sha256", webEnv().AUTH_SECRET).update(`share-link-preview\n${parts}`).digest("base64url")
