import "server-only"
import type { AuditEvent } from "#lib/domain/audit.ts"
import { csvLine } from "#lib/domain/csv-line.ts"

const HEADER = "at,type,userId,userName,via,targetId,targetName,details,address,requestId,id\r\n"

/** Events as a CSV file: UTF-8 with a byte order mark, which spreadsheets need, and CRLF. */
export async function* auditCsv(events: AsyncIterable<AuditEvent>): AsyncGenerator<string> {
  yield `\uFEFF${HEADER}`
  for await (const event of events) {
    const { at, type, userId, userName, via, targetId, targetName, details, address, requestId, id } = event
    const json = Object.keys(details).length === 0 ? "" : JSON.stringify(details)
    yield `${csvLine([at, type, userId ?? "", userName, via, targetId ?? "", targetName ?? "", json, address, requestId ?? "", id])}\r\n`
  }
}
