import * as endpoints from "#lib/domain/endpoints/transforms.ts"
import { plainText } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"
import { readLog } from "#lib/server/runs/read-log.ts"

export const GET = route(endpoints.readRunLog, async ({ actor, params }) =>
  plainText(await readLog({ actor, ...params })),
)
