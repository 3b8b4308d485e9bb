"use client"

import { ArrowUp, Square } from "lucide-react"
import type { Ref } from "react"
import { IconButton } from "#components/ui/icon-button.tsx"
import { Textarea } from "#components/ui/textarea.tsx"
import { MAX_QUESTION_CHARACTERS } from "#lib/domain/chat-limits.ts"

type ComposerProps = {
  text: string
  onTextChange: (text: string) => void
  onAsk: (question: string) => void
  onStop: () => void
  /** An answer is under way: there is nothing to send, but something to stop. */
  isBusy: boolean
  placeholder: string
  ref: Ref<HTMLTextAreaElement>
}

/** Where a question is written. Enter asks, Shift+Enter begins a line. */
export function Composer({ text, onTextChange, onAsk, onStop, isBusy, placeholder, ref }: ComposerProps) {
  const question = text.trim()
  const excess = question.length - MAX_QUESTION_CHARACTERS
  const canAsk = !isBusy && question !== "" && excess <= 0
  const ask = () => {
    if (!canAsk) return
    onTextChange("")
    onAsk(question)
  }
  return (
    <form
      className="relative"
      onSubmit={(event) => {
        event.preventDefault()
        ask()
      }}
    >
      <Textarea
        ref={ref}
        rows={2}
        aria-label="Your question"
        aria-invalid={excess > 0 || undefined}
        aria-describedby={excess > 0 ? "question-too-long" : undefined}
        placeholder={placeholder}
        value={text}
        onChange={(event) => onTextChange(event.target.value)}
        onKeyDown={(event) => {
          // While an input method composes, Enter takes its suggestion.
          if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return
          event.preventDefault()
          ask()
        }}
        className="max-h-40 resize-none pr-11"
      />
      <div className="absolute right-1.5 bottom-1.5">
        {isBusy ? (
          <IconButton variant="secondary" label="Stop" icon={<Square aria-hidden />} onClick={onStop} />
        ) : (
          <IconButton type="submit" variant="primary" label="Ask" disabled={!canAsk} icon={<ArrowUp aria-hidden />} />
        )}
      </div>
      {excess > 0 && (
        <p id="question-too-long" role="alert" className="mt-1 text-12 text-negative">
          This is {excess.toLocaleString()} characters too long: ask about one thing at a time.
        </p>
      )}
    </form>
  )
}
