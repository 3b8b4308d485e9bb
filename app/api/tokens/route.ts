import * as endpoints from "#lib/domain/endpoints/account.ts"
import { listTokens } from "#lib/server/auth/token-store.ts"
import { createApiToken } from "#lib/server/auth/create-api-token.ts"
import { created, page } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"

export const GET = route(endpoints.listTokens, async ({ actor, query }) => page(await listTokens(actor.userId, query)))

export const POST = route(endpoints.createToken, async ({ actor, body, request }) =>
  created(await createApiToken({ actor, body, headers: request.headers })),
)
