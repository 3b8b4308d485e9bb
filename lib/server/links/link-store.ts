import "server-only"
import { Service } from "electrodb"
import { z } from "zod"
import { AppError } from "#lib/domain/app-error.ts"
import type { DashboardId, LinkId } from "#lib/domain/ids.ts"
import { ShareLink } from "#lib/domain/share-link.ts"
import { getEvery } from "../db/batch.ts"
import { perDatabase } from "../db/client.ts"
import { readAll } from "../db/page.ts"
import { transact } from "../db/transact.ts"
import { notFound } from "../db/version-conflict.ts"
import { dashboardLinkEntity, shareLinkEntity } from "./link.entity.ts"

const tables = perDatabase(
  (database) =>
    new Service({ shareLink: shareLinkEntity(database), dashboardLink: dashboardLinkEntity(database) }, database),
)

/** A link with what must never leave the server. */
const StoredLink = ShareLink.omit({ hasPassword: true }).extend({
  expiresAt: ShareLink.shape.expiresAt.default(null),
  lastViewedAt: ShareLink.shape.lastViewedAt.default(null),
  passwordHash: z.string().nullable().default(null),
  // Links made before readers could ask let nobody do so.
  canAsk: ShareLink.shape.canAsk.default(false),
  tokenHash: z.string(),
  /** One more by every change but the count of views. */
  revision: z.int().default(0),
})
export type StoredLink = z.infer<typeof StoredLink>

const MAX_ATTEMPTS = 5

export type LinkChange = Partial<
  Pick<
    StoredLink,
    "name" | "expiresAt" | "passwordHash" | "lockedFilters" | "canFilter" | "canExport" | "canAsk" | "allowedOrigins"
  >
>

const parseLink = (item: unknown): StoredLink => StoredLink.parse(item)
// Conditions ask whether an attribute exists, so null is stored as absence.
const toItem = ({ expiresAt, passwordHash, lastViewedAt, ...rest }: StoredLink) => ({
  ...rest,
  expiresAt: expiresAt ?? undefined,
  passwordHash: passwordHash ?? undefined,
  lastViewedAt: lastViewedAt ?? undefined,
})

export async function createLink(link: StoredLink): Promise<StoredLink> {
  const { id: linkId, dashboardId, tokenHash } = link
  const refusal = await transact(() =>
    tables()
      .transaction.write(({ shareLink, dashboardLink }) => [
        shareLink.create(toItem(link)).commit(),
        dashboardLink.create({ dashboardId, linkId, tokenHash }).commit(),
      ])
      .go(),
  )
  if (refusal) throw new Error("A new link has the id or the token of an older one")
  return link
}

/** The link of a token, expired or not; null when there is none, or it was revoked. */
export async function getLinkByTokenHash(tokenHash: string): Promise<StoredLink | null> {
  const { data } = await tables().entities.shareLink.get({ tokenHash }).go({ consistent: true })
  return data && parseLink(data)
}

export async function getLink(dashboardId: DashboardId, linkId: LinkId): Promise<StoredLink | null> {
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const { data: pointer } = await tables()
      .entities.dashboardLink.get({ dashboardId, linkId })
      .go({ consistent: true })
    if (!pointer) return null
    const link = await getLinkByTokenHash(pointer.tokenHash)
    if (link) return link
    // Between the two reads it was given another token, or revoked.
  }
  throw new AppError("conflict", "Somebody else is changing this link at this moment. Try again.")
}

/** Oldest first. */
export async function listLinks(dashboardId: DashboardId): Promise<StoredLink[]> {
  const pointers = await readAll((options) =>
    tables()
      .entities.dashboardLink.query.byDashboard({ dashboardId })
      .go({ ...options, consistent: true }),
  )
  const items = await getEvery(
    pointers.map(({ tokenHash }) => tokenHash),
    (some) =>
      tables()
        .entities.shareLink.get(some.map((tokenHash) => ({ tokenHash })))
        .go({ consistent: true }),
  )
  return items.map(parseLink).sort((a, b) => a.createdAt.localeCompare(b.createdAt))
}

/** Whether a dashboard has public links, also expired ones: those can be given a later end. */
export async function hasLinks(dashboardId: DashboardId): Promise<boolean> {
  const { data } = await tables()
    .entities.dashboardLink.query.byDashboard({ dashboardId })
    .go({ limit: 1, consistent: true })
  return data.length > 0
}

/** @throws AppError not_found when it was revoked meanwhile. */
export async function updateLink(link: StoredLink, change: LinkChange): Promise<StoredLink> {
  const { expiresAt, passwordHash, ...plain } = change
  const removed = [
    ...(expiresAt === null ? (["expiresAt"] as const) : []),
    ...(passwordHash === null ? (["passwordHash"] as const) : []),
  ]
  const { data } = await tables()
    .entities.shareLink.patch({ tokenHash: link.tokenHash })
    .set({ ...plain, ...(expiresAt && { expiresAt }), ...(passwordHash && { passwordHash }) })
    .remove(removed)
    .add({ revision: 1 })
    .go({ response: "all_new", returnOnConditionCheckFailure: true })
  if (!data) throw notFound("link")
  return parseLink(data)
}

/** Gives a link another token; the old one is dead from then on. @throws AppError conflict when somebody else did so at once. */
export async function rotateLink(link: StoredLink, tokenHash: string): Promise<StoredLink> {
  const { id: linkId, dashboardId, tokenHash: before } = link
  const rotated = { ...link, tokenHash }
  const refusal = await transact(() =>
    tables()
      .transaction.write(({ shareLink, dashboardLink }) => [
        dashboardLink
          .patch({ dashboardId, linkId })
          .set({ tokenHash })
          .where(({ tokenHash: stored }, { eq }) => eq(stored, before))
          .commit(),
        // What somebody else has just set, a password say, must not be undone by the copy.
        shareLink
          .delete({ tokenHash: before })
          .where(({ revision }, { eq, notExists }) => `${eq(revision, link.revision)} OR ${notExists(revision)}`)
          .commit(),
        shareLink.create(toItem(rotated)).commit(),
      ])
      .go(),
  )
  if (refusal) throw new AppError("conflict", "Somebody else has changed this link. Look again.")
  return rotated
}

/** Revokes a link, also one that is given another token meanwhile. Answers what it was; null when there was none. */
export async function deleteLink(dashboardId: DashboardId, linkId: LinkId): Promise<StoredLink | null> {
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const link = await getLink(dashboardId, linkId)
    if (!link) return null
    const refusal = await transact(() =>
      tables()
        .transaction.write(({ shareLink, dashboardLink }) => [
          shareLink.delete({ tokenHash: link.tokenHash }).commit(),
          dashboardLink
            .delete({ dashboardId, linkId })
            .where(({ tokenHash }, { eq }) => eq(tokenHash, link.tokenHash))
            .commit(),
        ])
        .go(),
    )
    if (!refusal) return link
  }
  throw new AppError("conflict", "Somebody else is changing this link at this moment. Try again.")
}

/** Adds to a link's count of views. A link that was revoked or rotated meanwhile stays as it is. */
export async function addViews(tokenHash: string, views: number, lastViewedAt: string): Promise<void> {
  await tables()
    .entities.shareLink.patch({ tokenHash })
    .add({ viewCount: views })
    .set({ lastViewedAt })
    .go({ returnOnConditionCheckFailure: true })
}
