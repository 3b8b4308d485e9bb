import * as endpoints from "#lib/domain/endpoints/sharing.ts"
import { ok } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"
import { previewTakeBack } from "#lib/server/shares/preview-take-back.ts"

export const GET = route(endpoints.previewUnshareCard, async ({ actor, params: { shareId, ...named } }) =>
  ok({ dependents: await previewTakeBack({ kind: "card", actor, ...named }, shareId) }),
)
