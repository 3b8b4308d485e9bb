"use client"

import { MessageCircleQuestion } from "lucide-react"
import { useState } from "react"
import { EmptyState } from "#components/ui/empty-state.tsx"
import { ErrorState } from "#components/ui/error-state.tsx"
import { PageHeader } from "#components/ui/page-header.tsx"
import { Page } from "#components/ui/page.tsx"
import { Panel } from "#components/ui/panel.tsx"
import { Pending } from "#components/ui/pending.tsx"
import { SegmentedControl } from "#components/ui/segmented-control.tsx"
import { errorMessage } from "#lib/browser/error-message.ts"
import { useChatStatus } from "#lib/browser/use-chat-history.ts"
import { useChatUsage } from "#lib/browser/use-chat-usage.ts"
import { ChatUsageFacts } from "./chat-usage-facts.tsx"
import { ChatUsageTable } from "./chat-usage-table.tsx"

const SPANS = [
  { value: "7", label: "7 days" },
  { value: "30", label: "30 days" },
  { value: "90", label: "90 days" },
] as const
type Span = (typeof SPANS)[number]["value"]

/** Who asks the model how much, by day: what it costs, and who is near the limit. */
export function ChatUsageScreen() {
  const [span, setSpan] = useState<Span>("30")
  const status = useChatStatus()
  const { data, error, isPending, refetch } = useChatUsage(Number(span))
  return (
    <Page>
      <PageHeader
        title="Chat usage"
        description="Who asked how much about the data. Days begin at midnight UTC; what was asked and answered stays with whoever asked."
        actions={<SegmentedControl label="Days" value={span} onValueChange={setSpan} options={SPANS} />}
      />
      {status.data?.configured === false && (
        <p role="status" className="rounded-control bg-warning-soft px-3 py-2">
          {status.data.message ?? "There is no model to ask yet."}
        </p>
      )}
      {isPending ? (
        <Pending>Adding up who asked how much…</Pending>
      ) : error ? (
        <ErrorState
          title="The chat usage could not be read"
          description={errorMessage(error)}
          onRetry={() => void refetch()}
        />
      ) : (
        <>
          <ChatUsageFacts usage={data} model={status.data?.model ?? null} />
          {data.rows.length === 0 ? (
            <EmptyState
              icon={<MessageCircleQuestion aria-hidden />}
              title="No questions yet"
              description="Nobody has asked about the data in these days."
            />
          ) : (
            <Panel className="overflow-hidden" bodyClassName="p-0">
              <ChatUsageTable usage={data} />
            </Panel>
          )}
        </>
      )}
    </Page>
  )
}
