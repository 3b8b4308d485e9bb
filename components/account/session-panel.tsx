"use client"

import { useState } from "react"
import { Badge } from "#components/ui/badge.tsx"
import { Button } from "#components/ui/button.tsx"
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx"
import { ErrorState } from "#components/ui/error-state.tsx"
import { notify } from "#components/ui/notify.ts"
import { Panel } from "#components/ui/panel.tsx"
import { Pending } from "#components/ui/pending.tsx"
import { RelativeTime } from "#components/ui/relative-time.tsx"
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "#components/ui/table.tsx"
import { describeUserAgent } from "#lib/browser/describe-user-agent.ts"
import { errorMessage } from "#lib/browser/error-message.ts"
import type { SessionInfo } from "#lib/domain/user.ts"
import { useEndSession, useSessions } from "./use-sessions.ts"

/** Where the reader is signed in, and the ways to end that. */
export function SessionPanel() {
  const sessions = useSessions()
  const end = useEndSession()
  const [confirming, setConfirming] = useState(false)
  const others = sessions.data?.data.filter(({ current }) => !current).length ?? 0
  return (
    <Panel
      title="Sessions"
      description="Where you are signed in. A session you end stops working with its next request."
      actions={
        others > 0 && (
          <Button size="small" onClick={() => setConfirming(true)}>
            Sign out everywhere else
          </Button>
        )
      }
      bodyClassName="p-0"
    >
      <SessionList sessions={sessions} onEnd={(session) => void endOne(session)} />
      <ConfirmDialog
        open={confirming}
        onOpenChange={setConfirming}
        title="Sign out everywhere else?"
        description={`This ends ${others === 1 ? "one other session" : `${others} other sessions`}. API tokens go on working.`}
        confirmLabel="Sign out everywhere else"
        destructive
        errorMessage={errorMessage}
        onConfirm={async () => {
          await end.mutateAsync(null)
          notify.done("You are signed in here only.")
        }}
      />
    </Panel>
  )

  async function endOne({ id, userAgent }: SessionInfo) {
    try {
      await end.mutateAsync(id)
      notify.done(`Ended the session of ${describeUserAgent(userAgent)}.`)
    } catch (error) {
      notify.failed(errorMessage(error))
    }
  }
}

type SessionListProps = { sessions: ReturnType<typeof useSessions>; onEnd: (session: SessionInfo) => void }

function SessionList({ sessions, onEnd }: SessionListProps) {
  if (sessions.isPending) return <Pending>Loading your sessions…</Pending>
  if (sessions.isError) {
    return (
      <ErrorState
        className="py-8"
        title="Your sessions could not be loaded"
        description={errorMessage(sessions.error)}
        onRetry={() => void sessions.refetch()}
        retryPending={sessions.isFetching}
      />
    )
  }
  return (
    <Table label="Sessions">
      <TableHead>
        <tr>
          <TableHeader>Browser</TableHeader>
          <TableHeader>From</TableHeader>
          <TableHeader>Signed in</TableHeader>
          <TableHeader>
            <span className="sr-only">End</span>
          </TableHeader>
        </tr>
      </TableHead>
      <TableBody>
        {sessions.data.data.map((session) => (
          <TableRow key={session.id}>
            <TableCell className="font-medium" title={session.userAgent}>
              {describeUserAgent(session.userAgent)}
            </TableCell>
            <TableCell className="text-muted tabular">{session.address}</TableCell>
            <TableCell className="whitespace-nowrap text-muted">
              <RelativeTime at={session.createdAt} />
            </TableCell>
            <TableCell className="text-right">
              {session.current ? (
                <Badge tone="positive">This one</Badge>
              ) : (
                <Button
                  variant="danger"
                  size="small"
                  aria-label={`End the session of ${describeUserAgent(session.userAgent)}`}
                  onClick={() => onEnd(session)}
                >
                  End
                </Button>
              )}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  )
}
