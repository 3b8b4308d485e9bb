import * as endpoints from "#lib/domain/endpoints/datasets.ts"
import { ok } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"
import { publishRun } from "#lib/server/runs/confirm-run.ts"

export const POST = route(endpoints.publishRun, async ({ actor, params }) => ok(await publishRun({ actor, ...params })))
