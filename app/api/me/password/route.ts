import * as endpoints from "#lib/domain/endpoints/account.ts"
import { sessionIdOf } from "#lib/server/auth/read-actor.ts"
import { ok } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"
import { changePassword } from "#lib/server/users/update-profile.ts"

export const POST = route(endpoints.changePassword, async ({ actor, body, request }) =>
  ok(
    await changePassword({
      actor,
      current: body.current,
      next: body.next,
      keepSessionId: await sessionIdOf(request.headers),
    }),
  ),
)
