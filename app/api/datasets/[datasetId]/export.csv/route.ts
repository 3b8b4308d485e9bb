import * as endpoints from "#lib/domain/endpoints/datasets.ts"
import { exportCsv } from "#lib/server/datasets/export-csv.ts"
import { route } from "#lib/server/http/route.ts"

export const GET = route(endpoints.exportCsv, ({ actor, params, query, request }) =>
  exportCsv({ actor, ...params, ...query, request }),
)
