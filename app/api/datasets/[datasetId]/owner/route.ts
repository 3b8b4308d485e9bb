import * as endpoints from "#lib/domain/endpoints/sharing.ts"
import { ok } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"
import { transferUsedThing } from "#lib/server/shares/share-use.ts"

export const POST = route(endpoints.transferDataset, async ({ actor, params, body }) =>
  ok(await transferUsedThing({ kind: "dataset", actor, ...params }, body.userId)),
)
