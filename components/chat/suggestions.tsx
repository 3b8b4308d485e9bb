"use client"

import { MessageCircleQuestion } from "lucide-react"
import { Skeleton } from "#components/ui/skeleton.tsx"
import { useChatSuggestions } from "#lib/browser/use-chat-history.ts"
import { askApiOf, type AskSubject } from "./ask-context.ts"

type SuggestionsProps = { subject: AskSubject; onAsk: (question: string) => void }

/** What a conversation begins with: questions that the data can answer. Without any, one's own will do. */
export function Suggestions({ subject, onAsk }: SuggestionsProps) {
  const { data, isPending } = useChatSuggestions(askApiOf(subject))
  return (
    <div className="flex flex-1 flex-col justify-center gap-4 py-6">
      <div className="flex flex-col items-center gap-1 text-center">
        <MessageCircleQuestion aria-hidden className="mb-1 size-6 stroke-[1.5] text-faint" />
        <p className="text-14 font-medium">What would you like to know?</p>
        <p className="max-w-72 text-12 text-pretty text-muted">
          {subject.kind === "dataset"
            ? "Answers are made from the rows of this dataset."
            : "Answers are made from what this dashboard shows, under the filters that are set."}
        </p>
      </div>
      {isPending && (
        <div aria-hidden className="flex flex-col gap-1.5">
          {[0, 1, 2].map((place) => (
            <Skeleton key={place} className="h-9 w-full opacity-60" />
          ))}
        </div>
      )}
      {data && data.length > 0 && (
        <ul aria-label="Suggested questions" className="flex flex-col gap-1.5">
          {data.map(({ text }) => (
            <li key={text}>
              <button
                type="button"
                onClick={() => onAsk(text)}
                className="touch-target w-full rounded-control border px-3 py-2 text-left text-13 hover:border-line-strong hover:bg-surface-hover"
              >
                {text}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
