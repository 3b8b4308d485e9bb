"use client"

import { useQueryClient } from "@tanstack/react-query"
import { useCallback, useEffect, useMemo, useRef, useState } from "react"
import type { ChatUIMessage } from "#lib/browser/chat-message.ts"
import { useAsk } from "#lib/browser/use-ask.ts"
import { useChatStatus } from "#lib/browser/use-chat-history.ts"
import type { ConversationDetail } from "#lib/domain/chat.ts"
import { newId, type ConversationId } from "#lib/domain/ids.ts"
import { askApiOf, type AskSubject } from "./ask-context.ts"
import { citableResultsOf } from "./citable-results.ts"
import { Composer } from "./composer.tsx"
import { ConversationList } from "./conversation-list.tsx"
import { Messages } from "./messages.tsx"
import { NotConfigured } from "./not-configured.tsx"
import { PanelFrame } from "./panel-frame.tsx"
import { PanelHeader } from "./panel-header.tsx"
import { QueryDialog, type OpenedQuery } from "./query-dialog.tsx"
import { Suggestions } from "./suggestions.tsx"
import { Announcer } from "./announcer.tsx"

type AskPanelProps = { subject: AskSubject; isEmbedded: boolean; isOpen: boolean; onClose: () => void }
type Begun = { id: ConversationId; messages: ChatUIMessage[] }

const NEW = (): Begun => ({ id: newId("conv"), messages: [] })

/** Questions about a page's data and their answers; one conversation at a time, the earlier ones at hand. */
export default function AskPanel({ subject, isEmbedded, isOpen, onClose }: AskPanelProps) {
  const [conversation, setConversation] = useState(NEW)
  const [shows, setShows] = useState<"conversation" | "history">("conversation")
  const [text, setText] = useState("")
  const [opened, setOpened] = useState<OpenedQuery | null>(null)
  const composer = useRef<HTMLTextAreaElement>(null)
  const client = useQueryClient()
  // A public link's readers have no history, and the panel only where there is a model.
  const historyOf = subject.kind === "link" ? null : subject.id
  const chatStatus = useChatStatus(historyOf !== null)
  const { messages, status, problem, ask, again, stop } = useAsk({
    api: askApiOf(subject),
    filters: subject.filters?.sent ?? {},
    conversation,
    onEnded: () => {
      if (historyOf !== null) void client.invalidateQueries({ queryKey: ["chat", "conversations", historyOf] })
    },
  })
  const results = useMemo(() => citableResultsOf(messages), [messages])
  const missing = chatStatus.data?.configured === false ? chatStatus.data : null

  useEffect(() => {
    if (isOpen && shows === "conversation") composer.current?.focus()
  }, [isOpen, shows, conversation, missing])

  const begin = (begun: Begun) => {
    setConversation(begun)
    setShows("conversation")
  }
  const resume = ({ id, messages: kept }: ConversationDetail) => begin({ id, messages: kept })
  const open = useCallback((query: OpenedQuery) => setOpened(query), [])
  const title = `Ask about “${subject.name}”`

  return (
    <>
      <PanelFrame isOpen={isOpen} onClose={onClose} title={title} isEmbedded={isEmbedded}>
        <PanelHeader
          title={title}
          showsHistory={shows === "history"}
          onHistory={historyOf && (() => setShows(shows === "history" ? "conversation" : "history"))}
          onNew={messages.length > 0 || shows === "history" ? () => begin(NEW()) : null}
          onClose={onClose}
        />
        {historyOf !== null && shows === "history" ? (
          <ConversationList
            subjectId={historyOf}
            currentId={conversation.id}
            onOpen={resume}
            onForgotten={(id) => id === conversation.id && setConversation(NEW())}
          />
        ) : missing && messages.length === 0 ? (
          <NotConfigured status={missing} />
        ) : (
          <>
            <Messages
              messages={messages}
              status={status}
              problem={problem}
              results={results}
              subject={subject}
              onOpen={open}
              onAgain={again}
              empty={<Suggestions subject={subject} onAsk={ask} />}
            />
            <div className="border-t p-3">
              <Composer
                ref={composer}
                text={text}
                onTextChange={setText}
                onAsk={ask}
                onStop={stop}
                isBusy={status !== "idle"}
                placeholder={`Ask about this ${subject.kind === "dataset" ? "dataset" : "dashboard"}…`}
              />
              <p className="mt-1.5 text-11 text-muted">
                Numbers with a source come from queries you can open. The words are the model’s, and can be wrong.
              </p>
            </div>
          </>
        )}
        <Announcer messages={messages} status={status} />
      </PanelFrame>
      {opened && (
        <QueryDialog
          key={opened.queryId}
          opened={opened}
          subject={subject}
          isEmbedded={isEmbedded}
          result={results.get(opened.queryId)}
          onClose={() => setOpened(null)}
        />
      )}
    </>
  )
}
