import * as endpoints from "#lib/domain/endpoints/transforms.ts"
import { noContent, ok } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"
import { deleteTransform } from "#lib/server/transforms/delete-transform.ts"
import { readTransform } from "#lib/server/transforms/read-transform.ts"
import { updateTransform } from "#lib/server/transforms/save-transform.ts"

export const GET = route(endpoints.readTransform, async ({ actor, params }) =>
  ok(await readTransform({ actor, ...params })),
)

export const PATCH = route(endpoints.updateTransform, async ({ actor, params, body, expectedVersion }) =>
  ok(await updateTransform({ actor, ...params, patch: body, expectedVersion })),
)

export const DELETE = route(endpoints.deleteTransform, async ({ actor, params }) => {
  await deleteTransform({ actor, ...params })
  return noContent()
})
