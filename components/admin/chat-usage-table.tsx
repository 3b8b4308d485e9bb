"use client"

import Link from "next/link"
import { ProgressBar } from "#components/ui/progress-bar.tsx"
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "#components/ui/table.tsx"
import { useLocale } from "#lib/browser/use-locale.ts"
import { auditQuery } from "#lib/domain/audit-search.ts"
import type { ChatUsage, ChatUsageRow } from "#lib/domain/chat.ts"

/** One row a person, or a public link, and day. */
export function ChatUsageTable({ usage }: { usage: ChatUsage }) {
  const locale = useLocale()
  const day = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: "UTC" })
  const percent = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 })
  return (
    <Table label="Chat usage by person, link and day">
      <TableHead>
        <TableRow>
          <TableHeader>Day</TableHeader>
          <TableHeader>Who</TableHeader>
          <TableHeader numeric>Questions</TableHeader>
          <TableHeader numeric>Look-ups</TableHeader>
          <TableHeader numeric>Tokens read</TableHeader>
          <TableHeader numeric>Tokens written</TableHeader>
          <TableHeader>Of the day’s limit</TableHeader>
        </TableRow>
      </TableHead>
      <TableBody>
        {usage.rows.map((row) => {
          const fraction = (row.inputTokens + row.outputTokens) / usage.tokensPerDay
          return (
            <TableRow key={`${row.day} ${row.link?.id ?? row.userId}`}>
              <TableCell className="whitespace-nowrap text-muted tabular">
                {day.format(new Date(`${row.day}T00:00:00Z`))}
              </TableCell>
              <TableCell>
                <Asker row={row} />
              </TableCell>
              <TableCell numeric>{row.questions.toLocaleString(locale)}</TableCell>
              <TableCell numeric>{row.toolCalls.toLocaleString(locale)}</TableCell>
              <TableCell numeric>{row.inputTokens.toLocaleString(locale)}</TableCell>
              <TableCell numeric>{row.outputTokens.toLocaleString(locale)}</TableCell>
              <TableCell>
                <span className="flex items-center gap-2">
                  <ProgressBar
                    label="Share of the day's limit"
                    fraction={Math.min(1, fraction)}
                    className="w-20 shrink-0"
                  />
                  <span className="text-12 text-muted tabular">{percent.format(fraction)}</span>
                </span>
              </TableCell>
            </TableRow>
          )
        })}
      </TableBody>
    </Table>
  )
}

/** A person leads to what the audit log has of them, a public link to what it has of its dashboard. */
function Asker({ row: { userId, userName, link } }: { row: ChatUsageRow }) {
  const search = link ? { targetId: link.dashboardId } : { person: userId ?? undefined }
  return (
    <>
      <Link href={`/admin/audit${auditQuery(search)}`} className="font-medium whitespace-nowrap hover:underline">
        {link ? `Link “${link.name}”` : userName || userId}
      </Link>
      {link && <span className="block text-12 text-muted">{link.dashboardName || "A dashboard that is gone"}</span>}
    </>
  )
}
