import * as endpoints from "#lib/domain/endpoints/dashboards.ts"
import { readFilterValues } from "#lib/server/dashboards/read-filter-values.ts"
import { ok } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"

export const GET = route(endpoints.readFilterValues, async ({ actor, params, query }) =>
  ok(await readFilterValues({ actor, ...params, ...query })),
)
