import * as endpoints from "#lib/domain/endpoints/operations.ts"
import { route } from "#lib/server/http/route.ts"
import { writeMetrics } from "#lib/server/metrics.ts"

export const GET = route(endpoints.readMetrics, async () => {
  const { text, contentType } = await writeMetrics()
  return new Response(text, { headers: { "content-type": contentType } })
})
