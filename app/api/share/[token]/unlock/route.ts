import * as endpoints from "#lib/domain/endpoints/links.ts"
import { ok } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"
import { unlockLink } from "#lib/server/links/open-link.ts"

export const POST = route(endpoints.unlockShareLink, async ({ params, body, request }) =>
  ok(await unlockLink(params.token, body.password, request.headers)),
)
