import * as endpoints from "#lib/domain/endpoints/datasets.ts"
import { downloadParquet } from "#lib/server/datasets/download-parquet.ts"
import { route } from "#lib/server/http/route.ts"

export const GET = route(endpoints.downloadParquet, ({ actor, params, query, request }) =>
  downloadParquet({ actor, ...params, ...query, request }),
)
