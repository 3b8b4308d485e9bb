"use client"

import { Check, Sparkles } from "lucide-react"
import { type FormEvent, useState } from "react"
import { CardDisplay } from "#components/cards/display/card-display.tsx"
import { Button } from "#components/ui/button.tsx"
import { Dialog } from "#components/ui/dialog.tsx"
import { ErrorState } from "#components/ui/error-state.tsx"
import { Field } from "#components/ui/field.tsx"
import { Spinner } from "#components/ui/spinner.tsx"
import { Textarea } from "#components/ui/textarea.tsx"
import { useCardAssist } from "#lib/browser/use-card-assist.ts"
import { useOnOpening } from "#lib/browser/use-on-opening.ts"
import type { AssistProposal, AssistRequest } from "#lib/domain/card-assist.ts"
import type { CardDraft } from "#lib/domain/card.ts"
import { MAX_ASSIST_ROUNDS } from "#lib/domain/chat-limits.ts"
import type { CardError } from "#lib/domain/job-contract.ts"
import { CodeErrorView } from "#components/editor/code-error-view.tsx"
import { CodeDiff } from "#components/editor/code-diff.tsx"

type AssistDialogProps = {
  /** The card as it stands in the editor. */
  card: CardDraft
  /** What is to be mended; null: the person says what the card is to show. */
  error: CardError | null
  onAccept: (proposal: AssistProposal) => void
  onClose: () => void
}

/** The model proposes code, the platform runs it, and the person takes it or leaves it. */
export function AssistDialog({ card, error, onAccept, onClose }: AssistDialogProps) {
  const { view, start, cancel } = useCardAssist()
  const [instruction, setInstruction] = useState("")
  const request = (): AssistRequest => ({
    ...card,
    instruction: instruction.trim(),
    filters: {},
    filterDefinitions: [],
    ...(error ? { error } : {}),
  })
  // An error says by itself what is wanted.
  useOnOpening(() => {
    if (error) start(request())
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (instruction.trim() !== "" || error) start(request())
  }
  const isWorking = view.state === "working"
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      width={view.state === "proposed" ? "full" : "medium"}
      title={error ? "Fix this error" : "Describe what you want"}
      description="The model proposes code, Cardloom runs it. Nothing changes until you accept."
      footer={
        view.state === "proposed" ? (
          <>
            <Button onClick={onClose}>Reject</Button>
            <Button variant="primary" onClick={() => onAccept(view.proposal)}>
              <Check aria-hidden />
              Accept
            </Button>
          </>
        ) : isWorking ? (
          <Button onClick={error ? onClose : cancel}>Cancel</Button>
        ) : undefined
      }
    >
      {view.state === "proposed" ? (
        <Proposal card={card} proposal={view.proposal} />
      ) : isWorking ? (
        <p role="status" className="flex items-center gap-2 py-6 text-muted">
          <Spinner />
          {view.round === null ? "Reading the card…" : roundWords(view.round, view.stage)}
        </p>
      ) : (
        <>
          {view.state === "failed" && (
            <ErrorState
              className="py-4"
              title="There is no proposal"
              description={view.message}
              {...(error ? { onRetry: () => start(request()) } : {})}
            />
          )}
          {!error && (
            <form onSubmit={submit} className="flex flex-col gap-3">
              <Field label="What should the card show, or what should change?">
                {(control) => (
                  <Textarea
                    {...control}
                    rows={4}
                    maxLength={4000}
                    value={instruction}
                    onChange={(event) => setInstruction(event.target.value)}
                    placeholder="The monthly total of each region, as lines"
                  />
                )}
              </Field>
              <Button type="submit" variant="primary" disabled={instruction.trim() === ""} className="self-end">
                <Sparkles aria-hidden />
                Propose code
              </Button>
            </form>
          )}
        </>
      )}
    </Dialog>
  )
}

const roundWords = (round: number, stage: "writing" | "running") =>
  `Round ${round} of at most ${MAX_ASSIST_ROUNDS}: ${stage === "writing" ? "writing code" : "running it"}…`

/** What would change, and what it would show. */
function Proposal({ card, proposal }: { card: CardDraft; proposal: AssistProposal }) {
  const { preview, explanation, code, rounds } = proposal
  const { display, error } = preview
  return (
    <div className="flex h-full flex-col gap-3">
      <p className="whitespace-pre-wrap">{explanation}</p>
      <div className="grid gap-3 max-lg:auto-rows-[20rem] lg:min-h-0 lg:flex-1 lg:grid-cols-2">
        <section aria-label="What would change" className="min-h-0 overflow-hidden rounded-panel border">
          <CodeDiff language={card.language} before={card.code} after={code} />
        </section>
        <section aria-label="What it would show" className="min-h-0 overflow-auto rounded-panel border">
          {error && <CodeErrorView error={error} />}
          {display && <CardDisplay display={display} title={card.name || "Proposal"} />}
        </section>
      </div>
      <p className="text-12 text-muted">
        {error
          ? `After ${rounds === 1 ? "one round" : `${rounds} rounds`} it still fails, as shown.`
          : rounds === 1
            ? "It ran at the first attempt."
            : `It ran after ${rounds} rounds.`}
      </p>
    </div>
  )
}
