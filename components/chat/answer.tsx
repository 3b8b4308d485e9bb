"use client"

import { Copy, RotateCw } from "lucide-react"
import { useMemo } from "react"
import { IconButton } from "#components/ui/icon-button.tsx"
import type { ChatUIMessage } from "#lib/browser/chat-message.ts"
import { textOf } from "#lib/browser/chat-transport.ts"
import type { Figure } from "#lib/domain/chat.ts"
import { answerBlocksOf } from "./answer-blocks.ts"
import { AnswerNotice } from "./answer-notice.tsx"
import { AnswerSources } from "./answer-sources.tsx"
import { AnswerSteps } from "./answer-steps.tsx"
import { AnswerText } from "./answer-text.tsx"
import type { AskSubject } from "./ask-context.ts"
import { ChartAnswer } from "./chart-answer.tsx"
import { checkOf, type CitableResults } from "./citable-results.ts"
import { copyText } from "./copy-text.ts"
import { FilterProposalView } from "./filter-proposal.tsx"
import type { OpenedQuery } from "./query-dialog.tsx"

type AnswerProps = {
  answer: ChatUIMessage
  /** Whether it is still coming. */
  isLive: boolean
  results: CitableResults
  subject: AskSubject
  onOpen: (opened: OpenedQuery) => void
  /** Given for the last answer: the question can be asked once more. */
  onAgain: (() => void) | null
}

/** One answer: what was looked up, prose whose figures lead to their queries, charts, and what it all rests on. */
export function Answer({ answer, isLive, results, subject, onOpen, onAgain }: AnswerProps) {
  const blocks = useMemo(() => answerBlocksOf(answer.parts), [answer.parts])
  const check = checkOf(answer)
  const openFigure = useMemo(
    () => (figure: Figure) => {
      const citation = check?.citations.find(({ id }) => id === figure.citationId)
      if (citation) onOpen({ queryId: citation.queryId, figure })
    },
    [check, onOpen],
  )
  const text = textOf(answer)
  return (
    <article aria-label="Answer" className="flex flex-col gap-2.5">
      {blocks.map((block) => {
        switch (block.kind) {
          case "steps":
            return (
              <AnswerSteps
                key={block.key}
                steps={block.steps}
                isLive={isLive}
                onOpen={(queryId) => onOpen({ queryId, figure: null })}
              />
            )
          case "text":
            return (
              <AnswerText
                key={block.key}
                markdown={block.text}
                figures={check?.figures.filter(({ part }) => part === block.part) ?? NONE}
                onOpen={openFigure}
              />
            )
          case "chart":
            return (
              <ChartAnswer
                key={block.key}
                chart={block.chart}
                subject={subject}
                result={results.get(block.chart.queryId)}
                onOpenQuery={() => onOpen({ queryId: block.chart.queryId, figure: null })}
              />
            )
          case "filters":
            return <FilterProposalView key={block.key} proposal={block.proposal} filters={subject.filters} />
          case "notice":
            return <AnswerNotice key={block.key} notice={block.notice} onAgain={onAgain} />
        }
      })}
      {!isLive && check === null && text.trim() !== "" && (
        <p className="text-12 text-warning">This answer is not whole, and its numbers have not been verified.</p>
      )}
      {check && (
        <AnswerSources check={check} results={results} onOpen={({ queryId }) => onOpen({ queryId, figure: null })} />
      )}
      {!isLive && (
        <div className="-ml-1.5 flex gap-0.5">
          {text !== "" && (
            <IconButton
              size="small"
              label="Copy the answer"
              icon={<Copy aria-hidden />}
              onClick={() => void copyText(text, "The answer is copied")}
            />
          )}
          {onAgain && (
            <IconButton size="small" label="Answer again" icon={<RotateCw aria-hidden />} onClick={onAgain} />
          )}
        </div>
      )}
    </article>
  )
}

const NONE: readonly Figure[] = []
