import * as endpoints from "#lib/domain/endpoints/transforms.ts"
import { ok } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"
import { readTransformLineage } from "#lib/server/lineage/read-lineage.ts"

export const GET = route(endpoints.readTransformLineage, async ({ actor, params }) =>
  ok(await readTransformLineage({ actor, ...params })),
)
