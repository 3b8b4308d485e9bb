import { after } from "next/server"
import * as endpoints from "#lib/domain/endpoints/datasets.ts"
import { listDatasets } from "#lib/server/datasets/list-datasets.ts"
import { startDatasetImport } from "#lib/server/datasets/start-import.ts"
import { accepted, page } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"
import { driveRun } from "#lib/server/runs/drive-run.ts"

export const GET = route(endpoints.listDatasets, async ({ actor, query }) =>
  page(await listDatasets({ actor, ...query })),
)

export const POST = route(endpoints.createDataset, async ({ actor, request, body }) => {
  const { dataset, run } = await startDatasetImport({ actor, request, body })
  after(() => driveRun(run.id))
  return accepted({ data: dataset, run })
})
