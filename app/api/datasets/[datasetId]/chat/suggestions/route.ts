import * as endpoints from "#lib/domain/endpoints/chat.ts"
import { suggest } from "#lib/server/chat/suggest.ts"
import { ok } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"

export const GET = route(endpoints.suggestForDataset, async ({ actor, params }) =>
  ok(await suggest({ asker: { kind: "person", actor }, subjectId: params.datasetId })),
)
