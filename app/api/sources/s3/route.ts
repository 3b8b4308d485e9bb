import * as endpoints from "#lib/domain/endpoints/datasets.ts"
import { ok } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"
import { sourceBuckets } from "#lib/server/sources/s3-client.ts"

export const GET = route(endpoints.listS3Buckets, () => ok({ buckets: sourceBuckets() }))
