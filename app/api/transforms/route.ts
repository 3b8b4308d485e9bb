import * as endpoints from "#lib/domain/endpoints/transforms.ts"
import { created, page } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"
import { listTransforms } from "#lib/server/transforms/list-transforms.ts"
import { createTransform } from "#lib/server/transforms/save-transform.ts"

export const GET = route(endpoints.listTransforms, async ({ actor, query }) =>
  page(await listTransforms({ actor, ...query })),
)

export const POST = route(endpoints.createTransform, async ({ actor, body }) =>
  created(await createTransform({ actor, draft: body })),
)
