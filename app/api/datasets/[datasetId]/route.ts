import * as endpoints from "#lib/domain/endpoints/datasets.ts"
import { withoutGrants } from "#lib/domain/grant.ts"
import { deleteDataset } from "#lib/server/datasets/delete-dataset.ts"
import { readDataset } from "#lib/server/datasets/read-dataset.ts"
import { updateDataset } from "#lib/server/datasets/update-dataset.ts"
import { noContent, ok } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"

export const GET = route(endpoints.readDataset, async ({ actor, params }) =>
  ok(withoutGrants(await readDataset({ actor, ...params }))),
)

export const PATCH = route(endpoints.updateDataset, async ({ actor, params, body, expectedVersion }) =>
  ok(await updateDataset({ actor, ...params, patch: body, expectedVersion })),
)

export const DELETE = route(endpoints.deleteDataset, async ({ actor, params }) => {
  await deleteDataset({ actor, ...params })
  return noContent()
})
