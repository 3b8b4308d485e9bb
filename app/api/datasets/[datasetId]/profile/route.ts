import * as endpoints from "#lib/domain/endpoints/datasets.ts"
import { readProfile } from "#lib/server/datasets/read-profile.ts"
import { ok } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"

export const GET = route(endpoints.readProfile, async ({ actor, params, query }) =>
  ok(await readProfile({ actor, ...params, ...query })),
)
