import { z } from "zod"
import { Filter, FilterValues } from "./filter.ts"
import { CardId, DashboardId, LinkId, UserId } from "./ids.ts"
import { LayoutItem } from "./dashboard.ts"

/** An origin that may embed a link: `https://intranet.example.org`, with a port where it is not the usual one. */
export const EmbedOrigin = z
  .url({ protocol: /^https?$/, error: "must be an origin such as https://intranet.example.org" })
  .transform((url) => new URL(url))
  .refine(
    (url) => url.pathname === "/" && !url.search && !url.hash && !url.username,
    "must be an origin, without a path",
  )
  // In a policy's list of sources these would mean more than themselves.
  .refine((url) => /^[a-z0-9.-]+$/.test(url.hostname) || /^\[[0-9a-f:.]+\]$/.test(url.hostname), "must name one host")
  .transform((url) => url.origin)

const fields = {
  name: z.string().trim().min(1, "give the link a name").max(100),
  /** null = until it is revoked. */
  expiresAt: z.iso.datetime().nullable(),
  /** Filters the readers neither see nor change, with their values. */
  lockedFilters: FilterValues,
  /** Whether readers may set the filters that are not locked. */
  canFilter: z.boolean(),
  /** Whether readers may download what cards show. */
  canExport: z.boolean(),
  /** Whether readers may ask questions about the rows that the link shows. */
  canAsk: z.boolean(),
  /** Who may embed it; empty = nobody but ourselves. */
  allowedOrigins: z.array(EmbedOrigin).max(20),
}
const Password = z.string().min(4, "must have at least 4 characters").max(200)

export const ShareLinkDraft = z.strictObject({
  ...fields,
  expiresAt: fields.expiresAt.default(null),
  password: Password.nullish(),
  lockedFilters: fields.lockedFilters.default({}),
  canFilter: fields.canFilter.default(true),
  canExport: fields.canExport.default(false),
  canAsk: fields.canAsk.default(false),
  allowedOrigins: fields.allowedOrigins.default([]),
})
export type ShareLinkDraft = z.infer<typeof ShareLinkDraft>

/** `password: null` takes it off. `rotate: true` gives the link another address; the old one is dead at once. */
export const ShareLinkPatch = z
  .strictObject({ ...fields, password: Password.nullable(), rotate: z.literal(true) })
  .partial()
  .refine((patch) => Object.keys(patch).length > 0, "name at least one field to change")
export type ShareLinkPatch = z.infer<typeof ShareLinkPatch>

/** A public address of one dashboard, without its token, which only the answer that made it holds. */
export const ShareLink = z.object({
  id: LinkId,
  dashboardId: DashboardId,
  ...fields,
  allowedOrigins: z.array(z.string()),
  hasPassword: z.boolean(),
  createdBy: UserId,
  createdAt: z.iso.datetime(),
  viewCount: z.int().nonnegative(),
  lastViewedAt: z.iso.datetime().nullable(),
})
export type ShareLink = z.infer<typeof ShareLink>

/** Given once: when a link is made, or gets another address. */
export const ShareLinkWithUrl = ShareLink.extend({ url: z.url(), embedUrl: z.url() })
export type ShareLinkWithUrl = z.infer<typeof ShareLinkWithUrl>

/** What a link's readers learn of its dashboard: nothing of its owner, cards' code, datasets, or locked filters. */
export const SharedDashboard = z.object({
  name: z.string(),
  description: z.string(),
  layout: z.array(LayoutItem),
  /** Those that are not locked. */
  filters: z.array(Filter),
  cards: z.array(z.object({ id: CardId, name: z.string() })),
  canFilter: z.boolean(),
  canExport: z.boolean(),
  /** Whether they may ask questions, and there is a model to answer them. */
  canAsk: z.boolean(),
})
export type SharedDashboard = z.infer<typeof SharedDashboard>
