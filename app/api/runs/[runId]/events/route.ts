import * as endpoints from "#lib/domain/endpoints/datasets.ts"
import { readActor } from "#lib/server/auth/read-actor.ts"
import { eventStream } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"
import { followRun, readRun } from "#lib/server/runs/read-run.ts"

export const GET = route(endpoints.followRun, async ({ actor, params, request, signal }) => {
  // Before the stream begins, so that a run one may not see is a 404 and not an empty stream.
  await readRun({ actor, ...params })
  const stillAllowed = async () => (await readActor(request.headers))?.userId === actor.userId
  return eventStream(followRun({ actor, ...params }, stillAllowed, signal))
})
