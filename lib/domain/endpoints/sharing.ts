import { z } from "zod"
import { dataOf } from "../api.ts"
import { ChatRequest, ChatSuggestion, QueryRun, QueryRunResult } from "../chat.ts"
import { FilterId, FilterValues } from "../filter.ts"
import { FilterViewDraft, FilterViewPatch, FilterViewSummary } from "../filter-view.ts"
import { GrantRole, Share, type Principal } from "../grant.ts"
import { CardId, DashboardId, DatasetId, FilterViewId, GroupId, LinkId, QueryId, ShareId, UserId } from "../ids.ts"
import { ValuesResponse } from "../job-contract.ts"
import { RenderLine } from "../render-line.ts"
import { SharedDashboard, ShareLink, ShareLinkDraft, ShareLinkPatch, ShareLinkWithUrl } from "../share-link.ts"
import { MessageStream } from "./chat.ts"
import { endpoint } from "./endpoint.ts"

const dashboardParams = z.object({ dashboardId: DashboardId })
const datasetParams = z.object({ datasetId: DatasetId })
const cardParams = z.object({ cardId: CardId })
/** With the owner, who needs no share, and whether whoever asks may hand the thing on. */
export const SharesPage = z.object({
  data: z.array(Share),
  nextCursor: z.null(),
  owner: z.object({ id: UserId, name: z.string() }),
  canTransfer: z.boolean(),
})
export type SharesPage = z.infer<typeof SharesPage>

/** Whom a body or query names. */
export function principalOf(named: {
  userId?: UserId | undefined
  groupId?: GroupId | undefined
  everyone?: true | undefined
}): Principal {
  if (named.userId !== undefined) return { type: "user", userId: named.userId }
  if (named.groupId !== undefined) return { type: "group", groupId: named.groupId }
  return { type: "everyone" }
}

const DashboardShareBody = z.union([
  z.strictObject({ userId: UserId, role: GrantRole }),
  z.strictObject({ groupId: GroupId, role: GrantRole }),
])
const UseShareBody = z.union([
  z.strictObject({ userId: UserId }),
  z.strictObject({ groupId: GroupId }),
  z.strictObject({ everyone: z.literal(true) }),
])

/** What shows something only by a share. */
export const Dependent = z.object({
  kind: z.enum(["card", "dashboard", "transform"]),
  id: z.string(),
  name: z.string(),
  ownerName: z.string(),
})
export type Dependent = z.infer<typeof Dependent>

export const listDashboardShares = endpoint({
  method: "GET",
  path: "/api/dashboards/:dashboardId/shares",
  summary: "Whom a dashboard is shared with",
  access: "signed-in",
  params: dashboardParams,
  status: 200,
  response: SharesPage,
})

export const shareDashboard = endpoint({
  method: "POST",
  path: "/api/dashboards/:dashboardId/shares",
  summary: "Share a dashboard with a person or group; a second share changes the role",
  access: "signed-in",
  params: dashboardParams,
  body: DashboardShareBody,
  status: 201,
  response: dataOf(Share),
})

export const previewDashboardShare = endpoint({
  method: "GET",
  path: "/api/dashboards/:dashboardId/shares/preview",
  summary: "The datasets a person or group would see something of only by this dashboard, if it were shared with them",
  access: "signed-in",
  params: dashboardParams,
  query: z
    .object({ userId: UserId.optional(), groupId: GroupId.optional() })
    .refine(({ userId, groupId }) => (userId === undefined) !== (groupId === undefined), "name a userId or a groupId"),
  status: 200,
  response: dataOf(z.object({ datasets: z.array(z.object({ id: DatasetId, name: z.string() })) })),
})

export const changeDashboardShare = endpoint({
  method: "PATCH",
  path: "/api/dashboards/:dashboardId/shares/:shareId",
  summary: "Give a share another role",
  access: "signed-in",
  params: dashboardParams.extend({ shareId: ShareId }),
  body: z.strictObject({ role: GrantRole }),
  status: 200,
  response: dataOf(Share),
})

export const unshareDashboard = endpoint({
  method: "DELETE",
  path: "/api/dashboards/:dashboardId/shares/:shareId",
  summary: "Take a share back, from the next request on",
  access: "signed-in",
  params: dashboardParams.extend({ shareId: ShareId }),
  status: 204,
})

export const transferDashboard = endpoint({
  method: "POST",
  path: "/api/dashboards/:dashboardId/owner",
  summary: "Hand a dashboard on to another owner",
  access: "signed-in",
  params: dashboardParams,
  body: z.strictObject({ userId: UserId }),
  status: 200,
  response: dataOf(z.object({ ownerId: UserId })),
})

export const listDatasetShares = endpoint({
  method: "GET",
  path: "/api/datasets/:datasetId/shares",
  summary: "Whom a dataset is shared with",
  access: "signed-in",
  params: datasetParams,
  status: 200,
  response: SharesPage,
})

export const shareDataset = endpoint({
  method: "POST",
  path: "/api/datasets/:datasetId/shares",
  summary: "Let a person, a group or everyone use a dataset",
  access: "signed-in",
  params: datasetParams,
  body: UseShareBody,
  status: 201,
  response: dataOf(Share),
})

export const unshareDataset = endpoint({
  method: "DELETE",
  path: "/api/datasets/:datasetId/shares/:shareId",
  summary: "Take a share back, from the next request on",
  access: "signed-in",
  params: datasetParams.extend({ shareId: ShareId }),
  status: 204,
})

export const transferDataset = endpoint({
  method: "POST",
  path: "/api/datasets/:datasetId/owner",
  summary: "Hand a dataset on to another owner",
  access: "signed-in",
  params: datasetParams,
  body: z.strictObject({ userId: UserId }),
  status: 200,
  response: dataOf(z.object({ ownerId: UserId })),
})

export const previewUnshareDataset = endpoint({
  method: "GET",
  path: "/api/datasets/:datasetId/shares/:shareId/dependents",
  summary: "What would stop working if a share were taken back",
  access: "signed-in",
  params: datasetParams.extend({ shareId: ShareId }),
  status: 200,
  response: dataOf(z.object({ dependents: z.array(Dependent) })),
})

export const listCardShares = endpoint({
  method: "GET",
  path: "/api/cards/:cardId/shares",
  summary: "Whom a card is shared with",
  access: "signed-in",
  params: cardParams,
  status: 200,
  response: SharesPage,
})

export const shareCard = endpoint({
  method: "POST",
  path: "/api/cards/:cardId/shares",
  summary: "Let a person, a group or everyone use a card",
  access: "signed-in",
  params: cardParams,
  body: UseShareBody,
  status: 201,
  response: dataOf(Share),
})

export const unshareCard = endpoint({
  method: "DELETE",
  path: "/api/cards/:cardId/shares/:shareId",
  summary: "Take a share back, from the next request on",
  access: "signed-in",
  params: cardParams.extend({ shareId: ShareId }),
  status: 204,
})

export const transferCard = endpoint({
  method: "POST",
  path: "/api/cards/:cardId/owner",
  summary: "Hand a card on to another owner",
  access: "signed-in",
  params: cardParams,
  body: z.strictObject({ userId: UserId }),
  status: 200,
  response: dataOf(z.object({ ownerId: UserId })),
})

export const previewUnshareCard = endpoint({
  method: "GET",
  path: "/api/cards/:cardId/shares/:shareId/dependents",
  summary: "What would stop working if a share were taken back",
  access: "signed-in",
  params: cardParams.extend({ shareId: ShareId }),
  status: 200,
  response: dataOf(z.object({ dependents: z.array(Dependent) })),
})

export const listFilterViews = endpoint({
  method: "GET",
  path: "/api/dashboards/:dashboardId/filter-views",
  summary: "The shared views of a dashboard's filters, and one's own",
  access: "signed-in",
  params: dashboardParams,
  status: 200,
  response: z.object({ data: z.array(FilterViewSummary), nextCursor: z.null() }),
})

export const createFilterView = endpoint({
  method: "POST",
  path: "/api/dashboards/:dashboardId/filter-views",
  summary: "Keep a state of the filters under a name; shared ones are the editors' to make",
  access: "signed-in",
  params: dashboardParams,
  body: FilterViewDraft,
  status: 201,
  response: dataOf(FilterViewSummary),
})

export const updateFilterView = endpoint({
  method: "PATCH",
  path: "/api/dashboards/:dashboardId/filter-views/:filterViewId",
  summary: "Rename a view, give it other values, make it the default",
  access: "signed-in",
  params: dashboardParams.extend({ filterViewId: FilterViewId }),
  body: FilterViewPatch,
  status: 200,
  response: dataOf(FilterViewSummary),
})

export const deleteFilterView = endpoint({
  method: "DELETE",
  path: "/api/dashboards/:dashboardId/filter-views/:filterViewId",
  summary: "Delete a view",
  access: "signed-in",
  params: dashboardParams.extend({ filterViewId: FilterViewId }),
  status: 204,
})

export const listShareLinks = endpoint({
  method: "GET",
  path: "/api/dashboards/:dashboardId/links",
  summary: "A dashboard's public links, without their tokens",
  access: "signed-in",
  params: dashboardParams,
  status: 200,
  response: z.object({ data: z.array(ShareLink), nextCursor: z.null() }),
})

export const createShareLink = endpoint({
  method: "POST",
  path: "/api/dashboards/:dashboardId/links",
  summary: "Make a public link; its address is in this answer only",
  access: "signed-in",
  params: dashboardParams,
  body: ShareLinkDraft,
  status: 201,
  response: dataOf(ShareLinkWithUrl),
})

export const updateShareLink = endpoint({
  method: "PATCH",
  path: "/api/dashboards/:dashboardId/links/:linkId",
  summary: "Change a link, from the next request on; rotate gives it another address, which is in the answer",
  access: "signed-in",
  params: dashboardParams.extend({ linkId: LinkId }),
  body: ShareLinkPatch,
  status: 200,
  response: dataOf(z.union([ShareLinkWithUrl, ShareLink])),
})

export const revokeShareLink = endpoint({
  method: "DELETE",
  path: "/api/dashboards/:dashboardId/links/:linkId",
  summary: "Revoke a link, from the next request on",
  access: "signed-in",
  params: dashboardParams.extend({ linkId: LinkId }),
  status: 204,
})

export const previewShareLink = endpoint({
  method: "POST",
  path: "/api/dashboards/:dashboardId/links/:linkId/preview",
  summary: "An address that shows, for ten minutes and to whoever may share the dashboard, what a link's readers see",
  access: "signed-in",
  reads: true,
  params: dashboardParams.extend({ linkId: LinkId }),
  status: 200,
  response: dataOf(z.object({ url: z.url() })),
})

// Any text: a token that is not well-formed is answered as one that nobody has.
const tokenParams = z.object({ token: z.string().max(500) })

export const unlockShareLink = endpoint({
  method: "POST",
  path: "/api/share/:token/unlock",
  summary: "Trade a link's password for a short-lived token, to be sent as X-Share-Unlock",
  access: "public",
  params: tokenParams,
  body: z.strictObject({ password: z.string().max(200) }),
  status: 200,
  response: dataOf(z.object({ unlockToken: z.string(), expiresAt: z.iso.datetime() })),
})

export const readSharedDashboard = endpoint({
  method: "GET",
  path: "/api/share/:token",
  summary: "The dashboard behind a public link, as far as its readers may know it",
  access: "public",
  params: tokenParams,
  status: 200,
  response: dataOf(SharedDashboard),
})

export const readSharedFilterValues = endpoint({
  method: "GET",
  path: "/api/share/:token/filters/:filterId/values",
  summary: "What a filter that is not locked can be set to, among the rows the link shows",
  access: "public",
  params: tokenParams.extend({ filterId: FilterId }),
  query: z.object({
    q: z.string().max(1000).default(""),
    limit: z.coerce.number().int().min(1).max(1000).default(100),
  }),
  status: 200,
  response: dataOf(ValuesResponse),
})

export const renderSharedDashboard = endpoint({
  method: "POST",
  path: "/api/share/:token/render",
  reads: true,
  summary: 'The cards behind a public link: one line a tile as it is to be had, then {"done":true}',
  access: "public",
  params: tokenParams,
  body: z.strictObject({ filters: FilterValues.default({}), cardIds: z.array(CardId).max(100).optional() }),
  status: 200,
  response: RenderLine,
  responseType: "application/x-ndjson",
})

export const askSharedDashboard = endpoint({
  method: "POST",
  path: "/api/share/:token/chat",
  summary:
    "Ask about what a public link shows, where its readers may: a UI message stream (AI SDK), with the queries that the figures come from",
  access: "public",
  params: tokenParams,
  body: ChatRequest,
  status: 200,
  response: MessageStream,
  responseType: "text/event-stream",
})

export const suggestForSharedDashboard = endpoint({
  method: "GET",
  path: "/api/share/:token/chat/suggestions",
  summary: "Questions that the data behind a public link can answer",
  access: "public",
  params: tokenParams,
  status: 200,
  response: dataOf(z.array(ChatSuggestion)),
})

export const runSharedQuery = endpoint({
  method: "POST",
  path: "/api/share/:token/chat/queries/:queryId/run",
  summary:
    "Run a query of an answer behind a public link again, on the data as they are and as the link shows them now",
  access: "public",
  reads: true,
  params: tokenParams.extend({ queryId: QueryId }),
  body: QueryRun.default({}),
  status: 200,
  response: dataOf(QueryRunResult),
})
