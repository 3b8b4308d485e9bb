import * as endpoints from "#lib/domain/endpoints/links.ts"
import { noContent, ok } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"
import { revokeShareLink, updateShareLink } from "#lib/server/links/manage-links.ts"

export const PATCH = route(endpoints.updateShareLink, async ({ actor, params, body }) =>
  ok(await updateShareLink({ actor, ...params, patch: body })),
)

export const DELETE = route(endpoints.revokeShareLink, async ({ actor, params }) => {
  await revokeShareLink({ actor, ...params })
  return noContent()
})
