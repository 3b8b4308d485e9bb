import * as endpoints from "#lib/domain/endpoints/links.ts"
import { created, page } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"
import { createShareLink, listShareLinks } from "#lib/server/links/manage-links.ts"

export const GET = route(endpoints.listShareLinks, async ({ actor, params }) =>
  page({ data: await listShareLinks({ actor, ...params }), nextCursor: null }),
)

export const POST = route(endpoints.createShareLink, async ({ actor, params, body }) =>
  created(await createShareLink({ actor, ...params, draft: body })),
)
