import * as endpoints from "#lib/domain/endpoints/transforms.ts"
import { ok } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"
import { transferTransform } from "#lib/server/transforms/transfer-transform.ts"

export const POST = route(endpoints.transferTransform, async ({ actor, params, body }) =>
  ok(await transferTransform({ actor, ...params }, body.userId)),
)
