import * as endpoints from "#lib/domain/endpoints/datasets.ts"
import { ok } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"
import { listSourceObjects } from "#lib/server/sources/list-objects.ts"

export const GET = route(endpoints.listS3Objects, async ({ params, query, signal }) =>
  ok(await listSourceObjects({ ...params, ...query, signal })),
)
