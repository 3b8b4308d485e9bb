import * as endpoints from "#lib/domain/endpoints/datasets.ts"
import { readColumnValues } from "#lib/server/datasets/preview-dataset.ts"
import { ok } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"

export const GET = route(endpoints.readColumnValues, async ({ actor, params, query }) =>
  ok(await readColumnValues({ actor, ...params, ...query })),
)
