import * as endpoints from "#lib/domain/endpoints/links.ts"
import { jsonLines, ndjson } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"
import { openLink } from "#lib/server/links/open-link.ts"
import { renderLink } from "#lib/server/links/render-link.ts"

export const POST = route(endpoints.renderSharedDashboard, async ({ params, body, request, signal }) => {
  const opened = await openLink(params.token, request.headers)
  const answer = await renderLink({ opened, filters: body.filters, cardIds: body.cardIds }, signal)
  return answer instanceof Uint8Array ? jsonLines(answer) : ndjson(answer)
})
