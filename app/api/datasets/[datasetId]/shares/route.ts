import * as endpoints from "#lib/domain/endpoints/sharing.ts"
import { created, page } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"
import { letUse, listUses } from "#lib/server/shares/share-use.ts"

export const GET = route(endpoints.listDatasetShares, async ({ actor, params }) =>
  page(await listUses({ kind: "dataset", actor, ...params })),
)

export const POST = route(endpoints.shareDataset, async ({ actor, params, body }) =>
  created(await letUse({ kind: "dataset", actor, ...params }, endpoints.principalOf(body))),
)
