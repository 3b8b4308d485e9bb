import * as endpoints from "#lib/domain/endpoints/datasets.ts"
import { accepted } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"
import { cancelRun } from "#lib/server/runs/cancel-run.ts"

export const POST = route(endpoints.cancelRun, async ({ actor, params }) =>
  accepted({ data: await cancelRun({ actor, ...params }) }),
)
