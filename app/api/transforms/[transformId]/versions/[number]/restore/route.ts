import * as endpoints from "#lib/domain/endpoints/transforms.ts"
import { ok } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"
import { restoreTransformVersion } from "#lib/server/transforms/save-transform.ts"

export const POST = route(endpoints.restoreTransformVersion, async ({ actor, params, expectedVersion }) =>
  ok(await restoreTransformVersion({ actor, ...params, expectedVersion })),
)
