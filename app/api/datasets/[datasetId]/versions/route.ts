import * as endpoints from "#lib/domain/endpoints/datasets.ts"
import { listDataVersions } from "#lib/server/datasets/list-datasets.ts"
import { page } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"

export const GET = route(endpoints.listDataVersions, async ({ actor, params, query }) =>
  page(await listDataVersions({ actor, ...params, ...query })),
)
