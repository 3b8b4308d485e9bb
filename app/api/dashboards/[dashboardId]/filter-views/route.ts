import * as endpoints from "#lib/domain/endpoints/filter-views.ts"
import { createFilterView, listFilterViews } from "#lib/server/filter-views/manage-filter-views.ts"
import { created, page } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"

export const GET = route(endpoints.listFilterViews, async ({ actor, params }) =>
  page({ data: await listFilterViews({ actor, ...params }), nextCursor: null }),
)

export const POST = route(endpoints.createFilterView, async ({ actor, params, body }) =>
  created(await createFilterView({ actor, ...params, draft: body })),
)
