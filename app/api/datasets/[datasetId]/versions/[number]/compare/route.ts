import * as endpoints from "#lib/domain/endpoints/datasets.ts"
import { compareVersions } from "#lib/server/datasets/compare-versions.ts"
import { ok } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"

export const GET = route(endpoints.compareDataVersions, async ({ actor, params, query }) =>
  ok(await compareVersions({ actor, ...params, base: query.with })),
)
