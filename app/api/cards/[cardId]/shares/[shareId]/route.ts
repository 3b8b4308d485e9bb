import * as endpoints from "#lib/domain/endpoints/sharing.ts"
import { noContent } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"
import { takeBackUse } from "#lib/server/shares/share-use.ts"

export const DELETE = route(endpoints.unshareCard, async ({ actor, params: { shareId, ...named } }) => {
  await takeBackUse({ kind: "card", actor, ...named }, shareId)
  return noContent()
})
