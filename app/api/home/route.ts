import * as endpoints from "#lib/domain/endpoints/account.ts"
import { readHome } from "#lib/server/dashboards/read-home.ts"
import { ok } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"

export const GET = route(endpoints.readHome, async ({ actor }) => ok(await readHome({ actor })))
