import { z } from "zod"
import { dataOf, ListQuery, pageOf } from "../api.ts"
import { Dashboard, DashboardDraft, DashboardPatch } from "../dashboard.ts"
import { FilterId, FilterValues } from "../filter.ts"
import { CardId, DashboardId } from "../ids.ts"
import { ValuesResponse } from "../job-contract.ts"
import { RenderLine } from "../render-line.ts"
import { DashboardDetail, DashboardSummary, DatasetColumns } from "../summaries.ts"
import { endpoint } from "./endpoint.ts"

const dashboardParams = z.object({ dashboardId: DashboardId })

export const listDashboards = endpoint({
  method: "GET",
  path: "/api/dashboards",
  summary: "The dashboards one may see, last changed first",
  access: "signed-in",
  query: ListQuery,
  status: 200,
  response: pageOf(DashboardSummary),
})

export const createDashboard = endpoint({
  method: "POST",
  path: "/api/dashboards",
  summary: "Save a new dashboard",
  access: "signed-in",
  body: DashboardDraft,
  status: 201,
  response: dataOf(DashboardDetail),
})

export const readDashboard = endpoint({
  method: "GET",
  path: "/api/dashboards/:dashboardId",
  summary: "A dashboard with what its page needs to know of its cards and datasets",
  access: "signed-in",
  params: dashboardParams,
  status: 200,
  response: dataOf(DashboardDetail),
})

export const updateDashboard = endpoint({
  method: "PATCH",
  path: "/api/dashboards/:dashboardId",
  summary: "Change a dashboard; newly placed cards must be one's own to place",
  access: "signed-in",
  params: dashboardParams,
  body: DashboardPatch,
  ifMatch: true,
  status: 200,
  response: dataOf(DashboardDetail),
})

export const deleteDashboard = endpoint({
  method: "DELETE",
  path: "/api/dashboards/:dashboardId",
  summary: "Delete a dashboard; undone by restore",
  access: "signed-in",
  params: dashboardParams,
  status: 204,
})

export const restoreDashboard = endpoint({
  method: "POST",
  path: "/api/dashboards/:dashboardId/restore",
  summary: "Undo a dashboard's deletion",
  access: "signed-in",
  params: dashboardParams,
  status: 200,
  response: dataOf(Dashboard),
})

export const cloneDashboard = endpoint({
  method: "POST",
  path: "/api/dashboards/:dashboardId/clone",
  summary: "Copy a dashboard; its cards are referenced, not copied",
  access: "signed-in",
  params: dashboardParams,
  body: z.strictObject({ name: z.string().trim().min(1).max(200).optional() }).default({}),
  status: 201,
  response: dataOf(DashboardDetail),
})

export const listDashboardDatasets = endpoint({
  method: "GET",
  path: "/api/dashboards/:dashboardId/datasets",
  summary: "The datasets a dashboard's cards read",
  access: "signed-in",
  params: dashboardParams,
  status: 200,
  response: z.object({ data: z.array(DatasetColumns), nextCursor: z.null() }),
})

export const renderDashboard = endpoint({
  method: "POST",
  path: "/api/dashboards/:dashboardId/render",
  summary: 'Run the cards with these filter values: one line a tile as it finishes, then {"done":true}',
  access: "signed-in",
  reads: true,
  params: dashboardParams,
  body: z.strictObject({
    filters: FilterValues.default({}),
    cardIds: z.array(CardId).max(100).optional(),
    refresh: z.boolean().default(false).describe("Run the cards even where a result is at hand"),
    stale: z
      .boolean()
      .default(false)
      .describe("Also send a card's earlier result, in a line with stale: true, while the present one is made"),
  }),
  status: 200,
  response: RenderLine,
  responseType: "application/x-ndjson",
})

export const readFilterValues = endpoint({
  method: "GET",
  path: "/api/dashboards/:dashboardId/filters/:filterId/values",
  summary: "What a filter can be set to, from the data",
  access: "signed-in",
  params: dashboardParams.extend({ filterId: FilterId }),
  query: z.object({
    q: z.string().max(1000).default(""),
    limit: z.coerce.number().int().min(1).max(1000).default(100),
  }),
  status: 200,
  response: dataOf(ValuesResponse),
})

export const starDashboard = endpoint({
  method: "PUT",
  path: "/api/dashboards/:dashboardId/star",
  summary: "Keep a dashboard at hand on one's home page",
  access: "signed-in",
  params: dashboardParams,
  status: 204,
})

export const unstarDashboard = endpoint({
  method: "DELETE",
  path: "/api/dashboards/:dashboardId/star",
  summary: "Take a dashboard's star back",
  access: "signed-in",
  params: dashboardParams,
  status: 204,
})
