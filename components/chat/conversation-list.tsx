"use client"

import { MessagesSquare, Trash2 } from "lucide-react"
import { useState } from "react"
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx"
import { EmptyState } from "#components/ui/empty-state.tsx"
import { ErrorState } from "#components/ui/error-state.tsx"
import { IconButton } from "#components/ui/icon-button.tsx"
import { notify } from "#components/ui/notify.ts"
import { Pending } from "#components/ui/pending.tsx"
import { RelativeTime } from "#components/ui/relative-time.tsx"
import { errorMessage } from "#lib/browser/error-message.ts"
import { readConversation, useConversations, useForgetConversation } from "#lib/browser/use-chat-history.ts"
import type { ChatSubjectId, Conversation, ConversationDetail } from "#lib/domain/chat.ts"
import { CONVERSATION_DAYS } from "#lib/domain/chat-limits.ts"
import type { ConversationId } from "#lib/domain/ids.ts"

type ConversationListProps = {
  subjectId: ChatSubjectId
  currentId: ConversationId
  onOpen: (conversation: ConversationDetail) => void
  onForgotten: (id: ConversationId) => void
}

/** One's own earlier conversations here: to go on with, or to have forgotten. */
export function ConversationList({ subjectId, currentId, onOpen, onForgotten }: ConversationListProps) {
  const { data, error, isPending, refetch } = useConversations(subjectId)
  const forget = useForgetConversation(subjectId)
  const [opening, setOpening] = useState<ConversationId | null>(null)
  const [forgetting, setForgetting] = useState<Conversation | null>(null)

  const open = async (id: ConversationId) => {
    setOpening(id)
    try {
      onOpen(await readConversation(id))
    } catch (failure) {
      notify.failed("The conversation could not be opened", { description: errorMessage(failure) })
    } finally {
      setOpening(null)
    }
  }

  if (isPending) return <Pending className="flex-1">Looking for earlier conversations…</Pending>
  if (error)
    return (
      <ErrorState
        className="flex-1"
        title="Earlier conversations could not be listed"
        description={errorMessage(error)}
        onRetry={() => void refetch()}
      />
    )
  if (data.length === 0)
    return (
      <EmptyState
        className="flex-1"
        icon={<MessagesSquare aria-hidden />}
        title="No conversation yet"
        description={`What you ask here is kept for ${CONVERSATION_DAYS} days after its last answer, and only you see it.`}
      />
    )
  return (
    <div className="min-h-0 flex-1 overflow-y-auto p-2">
      <ul aria-label="Conversations" className="flex flex-col">
        {data.map((conversation) => (
          <li key={conversation.id} className="flex items-center gap-1">
            <button
              type="button"
              aria-current={conversation.id === currentId || undefined}
              aria-busy={opening === conversation.id || undefined}
              onClick={() => void open(conversation.id)}
              className="touch-target flex min-w-0 flex-1 flex-col rounded-control px-2 py-1.5 text-left hover:bg-surface-hover aria-[current]:bg-surface-active"
            >
              <span className="w-full truncate">{conversation.title}</span>
              <span className="text-11 text-muted">
                <RelativeTime at={conversation.updatedAt} />
              </span>
            </button>
            <IconButton
              size="small"
              label={`Delete “${conversation.title}”`}
              icon={<Trash2 aria-hidden />}
              onClick={() => setForgetting(conversation)}
            />
          </li>
        ))}
      </ul>
      {forgetting && (
        <ConfirmDialog
          open
          onOpenChange={(isOpen) => !isOpen && setForgetting(null)}
          title="Delete this conversation?"
          description={`“${forgetting.title}” and its answers are gone for good. Cards you made from them stay.`}
          confirmLabel="Delete conversation"
          destructive
          errorMessage={errorMessage}
          onConfirm={async () => {
            await forget(forgetting.id)
            onForgotten(forgetting.id)
          }}
        />
      )}
    </div>
  )
}
