import * as endpoints from "#lib/domain/endpoints/links.ts"
import { ok } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"
import { previewShareLink } from "#lib/server/links/manage-links.ts"

export const POST = route(endpoints.previewShareLink, async ({ actor, params }) =>
  ok(await previewShareLink({ actor, ...params })),
)
