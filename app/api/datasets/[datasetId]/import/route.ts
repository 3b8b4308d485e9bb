import { after } from "next/server"
import * as endpoints from "#lib/domain/endpoints/datasets.ts"
import { startReimport } from "#lib/server/datasets/start-import.ts"
import { accepted } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"
import { driveRun } from "#lib/server/runs/drive-run.ts"

export const POST = route(endpoints.importDataset, async ({ actor, params, request, body }) => {
  const { dataset, run } = await startReimport({ actor, ...params, request, body })
  after(() => driveRun(run.id))
  return accepted({ data: dataset, run })
})
