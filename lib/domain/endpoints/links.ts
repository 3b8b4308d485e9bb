import { z } from "zod"
import { dataOf } from "../api.ts"
import { ChatRequest, ChatSuggestion, QueryRun, QueryRunResult } from "../chat.ts"
import { FilterId, FilterValues } from "../filter.ts"
import { CardId, DashboardId, LinkId, QueryId } from "../ids.ts"
import { ValuesResponse } from "../job-contract.ts"
import { RenderLine } from "../render-line.ts"
import { SharedDashboard, ShareLink, ShareLinkDraft, ShareLinkPatch, ShareLinkWithUrl } from "../share-link.ts"
import { MessageStream } from "./chat.ts"
import { endpoint } from "./endpoint.ts"

const dashboardParams = z.object({ dashboardId: DashboardId })

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
