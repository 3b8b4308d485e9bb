import * as endpoints from "#lib/domain/endpoints/audit.ts"
import { listAuditEvents } from "#lib/server/audit/list-audit-events.ts"
import { page } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"

export const GET = route(endpoints.listAuditEvents, async ({ query }) => page(await listAuditEvents(query)))
