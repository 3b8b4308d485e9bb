import * as endpoints from "#lib/domain/endpoints/transforms.ts"
import { page } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"
import { listTransformVersions } from "#lib/server/transforms/read-transform.ts"

export const GET = route(endpoints.listTransformVersions, async ({ actor, params, query }) =>
  page(await listTransformVersions({ actor, ...params, ...query })),
)
