"use client"

import { useQuery } from "@tanstack/react-query"
import { FilePlus2, Search } from "lucide-react"
import { useRouter } from "next/navigation"
import { CardDisplay } from "#components/cards/display/card-display.tsx"
import { handDraft } from "#components/cards/handed-draft.ts"
import { Button } from "#components/ui/button.tsx"
import { Pending } from "#components/ui/pending.tsx"
import { errorMessage } from "#lib/browser/error-message.ts"
import { runQuery } from "#lib/browser/use-query-run.ts"
import { useWasSeen } from "#lib/browser/use-was-seen.ts"
import type { ChartResult, CitableResult } from "#lib/domain/chat-tools.ts"
import type { MimeBundle } from "#lib/domain/display.ts"
import { askApiOf, type AskSubject } from "./ask-context.ts"
import { cardFromQuery } from "./card-from-query.ts"

type ChartAnswerProps = {
  chart: ChartResult
  subject: AskSubject
  /** The query whose rows it draws; undefined when the conversation no longer holds it. */
  result: CitableResult | undefined
  onOpenQuery: () => void
}

/** A chart inside an answer. One that history does not hold is drawn anew once it comes into view, and says so. */
export function ChartAnswer({ chart, subject, result, onOpenQuery }: ChartAnswerProps) {
  const { queryId, title, chart: spec } = chart
  const router = useRouter()
  const [figure, wasSeen] = useWasSeen<HTMLElement>()
  const drawn = useQuery({
    queryKey: ["chat", "chart", queryId, spec],
    queryFn: ({ signal }) => runQuery(askApiOf(subject), queryId, { chart: spec }, signal),
    enabled: chart.display === undefined && wasSeen,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  })
  const display = chart.display ?? drawn.data?.display
  const source = result ?? drawn.data?.result
  const offer = subject.kind !== "link" && source?.kind === "sql" ? cardFromQuery(source, { spec, title }) : null
  return (
    <figure ref={figure} className="rounded-panel border bg-surface">
      <figcaption className="px-3 pt-2 text-12 font-medium break-words">{title}</figcaption>
      <div className={isCompact(display) ? "h-28" : "h-64"}>
        {display ? (
          <CardDisplay display={display} title={title} />
        ) : drawn.isError || drawn.data ? (
          <div
            role="alert"
            className="flex size-full flex-col items-center justify-center gap-2 p-4 text-center text-12"
          >
            <p className="text-muted">
              {drawn.data?.error?.message ?? (drawn.error ? errorMessage(drawn.error) : "There was nothing to draw.")}
            </p>
            <Button size="small" onClick={() => void drawn.refetch()}>
              Try again
            </Button>
          </div>
        ) : (
          <Pending className="size-full">Drawing the chart again…</Pending>
        )}
      </div>
      {chart.display === undefined && display && (
        <p className="px-3 text-11 text-muted">Drawn again from the data as they are now.</p>
      )}
      <div className="flex flex-wrap gap-1 p-1.5">
        <Button variant="quiet" size="small" onClick={onOpenQuery}>
          <Search aria-hidden />
          Query
        </Button>
        {offer && (
          <Button
            variant="quiet"
            size="small"
            disabled={offer.draft === null}
            title={offer.problem ?? undefined}
            onClick={() => offer.draft && router.push(handDraft(offer.draft))}
          >
            <FilePlus2 aria-hidden />
            Open as card
          </Button>
        )}
      </div>
    </figure>
  )
}

const isCompact = (display: MimeBundle | undefined) => display?.["application/vnd.cardloom.kpi+json"] !== undefined
