import * as endpoints from "#lib/domain/endpoints/transforms.ts"
import { ok } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"
import { previewSchedule } from "#lib/server/schedules/preview-schedule.ts"

export const GET = route(endpoints.previewSchedule, ({ query }) => ok(previewSchedule(query, new Date())))
