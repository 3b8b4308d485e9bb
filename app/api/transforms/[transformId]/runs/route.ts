import * as endpoints from "#lib/domain/endpoints/transforms.ts"
import { page } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"
import { listTransformRuns } from "#lib/server/transforms/read-transform.ts"

export const GET = route(endpoints.listTransformRuns, async ({ actor, params, query }) =>
  page(await listTransformRuns({ actor, ...params, ...query })),
)
