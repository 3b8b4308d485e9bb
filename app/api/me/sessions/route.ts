import * as endpoints from "#lib/domain/endpoints/people.ts"
import { listOwnSessions, revokeOtherSessions } from "#lib/server/auth/manage-sessions.ts"
import { noContent, page } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"

export const GET = route(endpoints.listSessions, async ({ actor, request }) =>
  page({ data: await listOwnSessions(actor, request.headers), nextCursor: null }),
)

export const DELETE = route(endpoints.revokeOtherSessions, async ({ actor, request }) => {
  await revokeOtherSessions(actor, request.headers)
  return noContent()
})
