import * as endpoints from "#lib/domain/endpoints/filter-views.ts"
import { deleteFilterView, updateFilterView } from "#lib/server/filter-views/manage-filter-views.ts"
import { noContent, ok } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"

export const PATCH = route(endpoints.updateFilterView, async ({ actor, params, body }) =>
  ok(await updateFilterView({ actor, ...params, patch: body })),
)

export const DELETE = route(endpoints.deleteFilterView, async ({ actor, params }) => {
  await deleteFilterView({ actor, ...params })
  return noContent()
})
