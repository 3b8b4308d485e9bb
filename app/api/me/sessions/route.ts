import * as endpoints from "#lib/domain/endpoints/people.ts"
import { listOwnSessions } from "#lib/server/auth/manage-sessions.ts"
import { page } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"

export const GET = route(endpoints.listSessions, async ({ actor, request }) =>
  page({ data: await listOwnSessions(actor, request.headers), nextCursor: null }),
)
