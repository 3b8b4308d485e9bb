import * as endpoints from "#lib/domain/endpoints/operations.ts"
import { route } from "#lib/server/http/route.ts"
import { readReadiness } from "#lib/server/operations/read-readiness.ts"

export const GET = route(endpoints.readReadiness, async () => {
  const readiness = await readReadiness()
  return Response.json({ data: readiness }, { status: readiness.ok ? 200 : 503 })
})
