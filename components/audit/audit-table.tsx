import Link from "next/link"
import { LocalTime } from "#components/datasets/local-time.tsx"
import { Badge } from "#components/ui/badge.tsx"
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "#components/ui/table.tsx"
import type { AuditEvent } from "#lib/domain/audit.ts"
import { auditQuery } from "#lib/domain/audit-search.ts"
import { AUDIT_WORDS, detailWords, VIA_WORDS } from "./audit-words.ts"

const BAD_NEWS: readonly AuditEvent["type"][] = ["session.sign_in_failed", "link.unlock_failed", "access.denied"]

/** Events, one a row. A name leads to all its owner did, an object to all that was done to it. */
export function AuditTable({ events }: { events: readonly AuditEvent[] }) {
  return (
    <Table label="Audit events" className="rounded-panel border bg-surface">
      <TableHead>
        <TableRow>
          <TableHeader>When</TableHeader>
          <TableHeader>Who</TableHeader>
          <TableHeader>What</TableHeader>
          <TableHeader>Object</TableHeader>
          <TableHeader>Details</TableHeader>
          <TableHeader>From</TableHeader>
        </TableRow>
      </TableHead>
      <TableBody>
        {events.map((event) => (
          <TableRow key={event.id}>
            <TableCell className="text-muted">
              <LocalTime iso={event.at} withTime />
            </TableCell>
            <TableCell>
              <Who event={event} />
            </TableCell>
            <TableCell className="whitespace-nowrap">
              {BAD_NEWS.includes(event.type) ? (
                <Badge tone="warning">{AUDIT_WORDS[event.type]}</Badge>
              ) : (
                AUDIT_WORDS[event.type]
              )}
            </TableCell>
            <TableCell className="max-w-60">
              {event.targetId && (
                <Link
                  href={`/admin/audit${auditQuery({ targetId: event.targetId })}`}
                  title={event.targetId}
                  className="block truncate hover:underline"
                >
                  {event.targetName || event.targetId}
                </Link>
              )}
            </TableCell>
            <TableCell className="max-w-80 text-12 wrap-anywhere text-muted">{detailWords(event.details)}</TableCell>
            <TableCell className="whitespace-nowrap text-muted tabular">{event.address}</TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  )
}

function Who({ event: { userId, userName, via } }: { event: AuditEvent }) {
  const means = VIA_WORDS[via]
  return (
    <span className="flex items-center gap-1.5 whitespace-nowrap">
      {userId ? (
        <Link href={`/admin/audit${auditQuery({ person: userId })}`} className="font-medium hover:underline">
          {userName || userId}
        </Link>
      ) : (
        <span className="text-muted">{userName || "Nobody known"}</span>
      )}
      {means && <Badge>{means}</Badge>}
    </span>
  )
}
