import { Download, ScrollText } from "lucide-react"
import type { Metadata } from "next"
import { notFound } from "next/navigation"
import { AuditFilters } from "#components/audit/audit-filters.tsx"
import { AuditTable } from "#components/audit/audit-table.tsx"
import { Button } from "#components/ui/button.tsx"
import { EmptyState } from "#components/ui/empty-state.tsx"
import { LinkButton } from "#components/ui/link-button.tsx"
import { PageHeader } from "#components/ui/page-header.tsx"
import { Page } from "#components/ui/page.tsx"
import { AuditSearch, auditQuery } from "#lib/domain/audit-search.ts"
import { searchAuditPage } from "#lib/server/audit/search-audit-page.ts"
import { pageActor } from "#lib/server/auth/page-actor.ts"

export const metadata: Metadata = { title: "Audit log" }

type AuditPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function AuditPage({ searchParams }: AuditPageProps) {
  const { actor } = await pageActor()
  if (actor.role !== "admin") notFound()
  const { cursor, ...search } = AuditSearch.parse(await searchParams)
  const result = await searchAuditPage({ ...search, cursor })
  const shown = { ...search, person: result.person }
  const { person: _person, ...exported } = { ...search, userId: result.userId }
  return (
    <Page>
      <PageHeader
        title="Audit log"
        description="Who did what, when, and from where: the last 30 days, unless you choose others. Days begin at midnight UTC."
        actions={
          <Button asChild>
            <a href={`/api/audit/export.csv${auditQuery(exported)}`} download>
              <Download aria-hidden />
              Export CSV
            </a>
          </Button>
        }
      />
      <AuditFilters key={auditQuery(shown)} search={shown} />
      {"problem" in result ? (
        <p role="alert" className="text-13 text-negative">
          {result.problem}
        </p>
      ) : result.page.data.length === 0 ? (
        <EmptyState
          icon={<ScrollText aria-hidden />}
          title="Nothing was recorded"
          description="Nothing that fits this search happened in these days."
        />
      ) : (
        <AuditTable events={result.page.data} />
      )}
      <nav aria-label="Pages" className="flex gap-2">
        {cursor && <LinkButton href={`/admin/audit${auditQuery(search)}`}>Newest</LinkButton>}
        {"page" in result && result.page.nextCursor && (
          <LinkButton href={`/admin/audit${auditQuery({ ...search, cursor: result.page.nextCursor })}`}>
            Older
          </LinkButton>
        )}
      </nav>
    </Page>
  )
}
