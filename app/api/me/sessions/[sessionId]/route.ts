import * as endpoints from "#lib/domain/endpoints/people.ts"
import { revokeOwnSession } from "#lib/server/auth/manage-sessions.ts"
import { noContent } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"

export const DELETE = route(endpoints.revokeSession, async ({ actor, params }) => {
  await revokeOwnSession(actor, params.sessionId)
  return noContent()
})
