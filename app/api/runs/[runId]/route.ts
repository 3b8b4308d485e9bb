import * as endpoints from "#lib/domain/endpoints/datasets.ts"
import { ok } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"
import { readRun } from "#lib/server/runs/read-run.ts"

export const GET = route(endpoints.readRun, async ({ actor, params }) => ok(await readRun({ actor, ...params })))
