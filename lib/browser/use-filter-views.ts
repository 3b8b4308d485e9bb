"use client"

import { useQuery, useQueryClient } from "@tanstack/react-query"
import { parseAsString, useQueryState } from "nuqs"
import { dataOf } from "#lib/domain/api.ts"
import { listFilterViews } from "#lib/domain/endpoints/filter-views.ts"
import type { Filter } from "#lib/domain/filter.ts"
import { FilterViewSummary, type FilterViewDraft, type FilterViewPatch } from "#lib/domain/filter-view.ts"
import { fittingValues } from "#lib/domain/fitting-values.ts"
import type { DashboardId } from "#lib/domain/ids.ts"
import { sameFilterValues } from "#lib/domain/same-filter-values.ts"
import { request } from "./api.ts"
import { NO_VIEW, VIEW_KEY } from "./filter-url.ts"
import { Nothing } from "./nothing.ts"
import type { FilterState } from "./use-filter-state.ts"

type UseFilterViews = {
  dashboardId: DashboardId
  filters: readonly Filter[]
  initialViews: FilterViewSummary[]
  state: FilterState
}

export type FilterViews = ReturnType<typeof useFilterViews>

/**
 * The kept states of a page's filters. Which one is in use stands in the address beside the values, which are what
 * counts: a view in use may be modified. What changes views rejects with ApiError.
 */
export function useFilterViews({ dashboardId, filters, initialViews, state }: UseFilterViews) {
  const client = useQueryClient()
  const [viewId, setViewId] = useQueryState(VIEW_KEY, parseAsString.withOptions({ history: "replace" }))
  const path = `/api/dashboards/${dashboardId}/filter-views`
  const queryKey = ["filter-views", dashboardId]
  const { data: views } = useQuery({
    queryKey,
    queryFn: async ({ signal }) => (await request(listFilterViews.response, path, { signal })).data,
    initialData: initialViews,
    // The page has just read them.
    staleTime: 60_000,
  })
  const current = views.find(({ id }) => id === viewId) ?? null
  const isModified = current !== null && !sameFilterValues(filters, state.sent, fittingValues(filters, current.values))
  const reread = () => client.invalidateQueries({ queryKey })

  return {
    views,
    current,
    isModified,
    choose: (view: FilterViewSummary) => {
      state.apply(fittingValues(filters, view.values))
      void setViewId(view.id)
    },
    /** Back to the filters' own defaults, without a view. */
    leave: () => {
      state.reset()
      // Said in the address, or else the default view would apply when it is opened again.
      void setViewId(views.some(({ isDefault }) => isDefault) ? NO_VIEW : null)
    },
    /** Keeps the filters as they are now. */
    keep: async (draft: Omit<FilterViewDraft, "values">) => {
      const body: FilterViewDraft = { ...draft, values: state.sent }
      const { data } = await request(dataOf(FilterViewSummary), path, { body })
      await reread()
      await setViewId(data.id)
    },
    /** `values: "current"` takes the filters as they are now. */
    update: async (view: FilterViewSummary, patch: Omit<FilterViewPatch, "values"> & { values?: "current" }) => {
      const { values, ...rest } = patch
      const body = { ...rest, ...(values && { values: state.sent }) }
      await request(dataOf(FilterViewSummary), `${path}/${view.id}`, { method: "PATCH", body })
      await reread()
    },
    remove: async (view: FilterViewSummary) => {
      await request(Nothing, `${path}/${view.id}`, { method: "DELETE" })
      if (view.id === viewId) await setViewId(null)
      await reread()
    },
  }
}
