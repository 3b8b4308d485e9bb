import * as endpoints from "#lib/domain/endpoints/links.ts"
import { ok } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"
import { linkFilterValues } from "#lib/server/links/link-filter-values.ts"
import { openLink } from "#lib/server/links/open-link.ts"

export const GET = route(endpoints.readSharedFilterValues, async ({ params, query, request }) =>
  ok(await linkFilterValues(await openLink(params.token, request.headers), { filterId: params.filterId, ...query })),
)
