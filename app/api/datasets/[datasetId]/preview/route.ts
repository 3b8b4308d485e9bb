import * as endpoints from "#lib/domain/endpoints/datasets.ts"
import { previewDataset } from "#lib/server/datasets/preview-dataset.ts"
import { ok } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"

export const GET = route(endpoints.previewDataset, async ({ actor, params, query }) =>
  ok(await previewDataset({ actor, ...params, ...query })),
)
