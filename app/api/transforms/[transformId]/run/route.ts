import { after } from "next/server"
import * as endpoints from "#lib/domain/endpoints/transforms.ts"
import { accepted } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"
import { driveRun } from "#lib/server/runs/drive-run.ts"
import { runTransform } from "#lib/server/transforms/run-transform.ts"

export const POST = route(endpoints.runTransform, async ({ actor, params }) => {
  const { transform, run } = await runTransform({ actor, ...params })
  after(() => driveRun(run.id))
  return accepted({ data: transform, run })
})
