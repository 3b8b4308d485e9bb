import * as endpoints from "#lib/domain/endpoints/operations.ts"
import { ok } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"

export const GET = route(endpoints.readHealth, () => ok({ ok: true }))
