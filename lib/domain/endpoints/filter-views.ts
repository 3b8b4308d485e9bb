import { z } from "zod"
import { dataOf } from "../api.ts"
import { FilterViewDraft, FilterViewPatch, FilterViewSummary } from "../filter-view.ts"
import { DashboardId, FilterViewId } from "../ids.ts"
import { endpoint } from "./endpoint.ts"

const dashboardParams = z.object({ dashboardId: DashboardId })

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
