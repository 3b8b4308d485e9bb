import * as endpoints from "#lib/domain/endpoints/datasets.ts"
import { readUsage } from "#lib/server/datasets/read-usage.ts"
import { ok } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"

export const GET = route(endpoints.readUsage, async ({ actor, params }) => ok(await readUsage({ actor, ...params })))
