import { auditCsv } from "#lib/server/audit/audit-csv.ts"
import * as endpoints from "#lib/domain/endpoints/audit.ts"
import { searchAuditEvents } from "#lib/server/audit/list-audit-events.ts"
import { csvFile } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"

export const GET = route(endpoints.exportAuditEvents, ({ query }) =>
  csvFile(auditCsv(searchAuditEvents(query)), "audit.csv"),
)
