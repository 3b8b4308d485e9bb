"use client"

import { Copy, FilePlus2, RotateCw } from "lucide-react"
import { useRouter } from "next/navigation"
import { handDraft } from "#components/cards/handed-draft.ts"
import { Button } from "#components/ui/button.tsx"
import { Dialog } from "#components/ui/dialog.tsx"
import { LinkButton } from "#components/ui/link-button.tsx"
import { Pending } from "#components/ui/pending.tsx"
import { errorMessage } from "#lib/browser/error-message.ts"
import { useQueryRun } from "#lib/browser/use-query-run.ts"
import type { Figure } from "#lib/domain/chat.ts"
import type { CitableResult } from "#lib/domain/chat-tools.ts"
import type { QueryId } from "#lib/domain/ids.ts"
import { askApiOf, type AskSubject } from "./ask-context.ts"
import { cardFromQuery } from "./card-from-query.ts"
import { resultTitle } from "./citable-results.ts"
import { copyText } from "./copy-text.ts"
import { ResultFacts } from "./result-facts.tsx"
import { ResultTable } from "./result-table.tsx"

/** A query to be looked at, and the figure one came from. */
export type OpenedQuery = { queryId: QueryId; figure: Figure | null }

type QueryDialogProps = {
  opened: OpenedQuery
  subject: AskSubject
  isEmbedded: boolean
  /** Undefined when the conversation no longer holds it: then it can still be run again. */
  result: CitableResult | undefined
  onClose: () => void
}

/** Where a figure comes from: the query, its result, the data it read and when. And what it would be now. */
export function QueryDialog({ opened, subject, isEmbedded, result, onClose }: QueryDialogProps) {
  const { queryId, figure } = opened
  const router = useRouter()
  const rerun = useQueryRun(askApiOf(subject), queryId)
  const now = rerun.data?.result
  const shown = now ?? result
  const hasAccount = subject.kind !== "link"
  const offer = hasAccount && shown?.kind === "sql" ? cardFromQuery(shown, null) : null
  const failure = rerun.error ? errorMessage(rerun.error) : rerun.data?.error?.message
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      width="large"
      atTop={isEmbedded}
      title={figure?.citationId == null ? (shown ? resultTitle(shown) : "Query") : `Where ${figure.text} comes from`}
      description={figure?.citationId != null && shown ? resultTitle(shown) : undefined}
      footer={
        <>
          {shown?.kind === "sql" && (
            <Button onClick={() => void copyText(shown.sql, "The SQL is copied")}>
              <Copy aria-hidden />
              Copy SQL
            </Button>
          )}
          <Button pending={rerun.isPending} onClick={() => rerun.mutate()}>
            <RotateCw aria-hidden />
            Run again
          </Button>
          {hasAccount && shown?.kind === "card" && (
            <LinkButton href={`/cards/${shown.cardId}`}>Open the card</LinkButton>
          )}
          {offer && (
            <Button
              variant="primary"
              disabled={offer.draft === null}
              onClick={() => offer.draft && router.push(handDraft(offer.draft))}
            >
              <FilePlus2 aria-hidden />
              Open as card
            </Button>
          )}
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {failure !== undefined && (
          <p role="alert" className="rounded-control bg-negative-soft px-3 py-2">
            <strong className="font-medium">It could not be run again.</strong> {failure}
          </p>
        )}
        {now && (
          <p role="status" className="rounded-control bg-accent-soft px-3 py-2">
            This is the result as of now; the answer rests on the one before.{" "}
            <button type="button" onClick={() => rerun.reset()} className="font-medium underline underline-offset-2">
              Show that one
            </button>
          </p>
        )}
        {rerun.isPending && <Pending className="justify-start p-0">Running the query again…</Pending>}
        {shown ? (
          <>
            {shown.kind === "sql" && (
              <pre
                aria-label="SQL"
                // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
                tabIndex={0}
                className="max-h-48 overflow-auto rounded-control bg-surface-sunken p-3 text-12 whitespace-pre-wrap"
              >
                {shown.sql}
              </pre>
            )}
            <ResultTable key={shown.ranAt} result={shown} cell={now ? undefined : figure?.cell} />
            <ResultFacts result={shown} />
            {offer?.problem && <p className="text-12 text-muted">{offer.problem}</p>}
          </>
        ) : (
          !rerun.isPending && (
            <p className="text-muted">
              The result itself is no longer kept with this conversation. Run the query again to see what it gives now.
            </p>
          )
        )}
      </div>
    </Dialog>
  )
}
