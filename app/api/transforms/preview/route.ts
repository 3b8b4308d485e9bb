import * as endpoints from "#lib/domain/endpoints/transforms.ts"
import { ok } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"
import { previewTransform } from "#lib/server/transforms/run-transform.ts"

export const POST = route(endpoints.previewTransform, async ({ actor, body, signal }) =>
  ok(await previewTransform({ actor, trial: body }, signal)),
)
