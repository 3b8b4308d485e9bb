"use client"

import { type ReactNode, useState } from "react"
import { parseParams } from "#components/editor/params-text.ts"
import { notify } from "#components/ui/notify.ts"
import { useChatStatus } from "#lib/browser/use-chat-history.ts"
import type { AssistProposal } from "#lib/domain/card-assist.ts"
import type { CardDraft } from "#lib/domain/card.ts"
import type { CardError } from "#lib/domain/job-contract.ts"
import { type EditorDraft, requestOf } from "../card-draft.ts"
import { AssistDialog } from "./assist-dialog.tsx"

type Assist = {
  /** Null where there is no model to ask. Without an error, the person says what they want. */
  open: ((error: CardError | null) => void) | null
  /** The open dialog. */
  dialog: ReactNode
}

type Change = Pick<EditorDraft, "code" | "chart">

/** Proposals of the model for the draft in the editor; `onChange` gets what was accepted, or what was there when that is taken back. */
export function useAssist(draft: EditorDraft, onChange: (change: Change) => void): Assist {
  const isConfigured = useChatStatus().data?.configured === true
  const [asked, setAsked] = useState<{ card: CardDraft; error: CardError | null } | null>(null)
  const open = (error: CardError | null) => {
    const params = parseParams(draft.paramsText)
    if (params.ok) setAsked({ card: requestOf(draft, params.params), error })
    else notify.failed("The params can't be read", { description: params.message })
  }
  const accept = ({ code, chart }: AssistProposal) => {
    setAsked(null)
    const { code: codeBefore, chart: chartBefore } = draft
    onChange({ code, chart: chart ?? chartBefore })
    notify.undoable("The code is now as proposed", () => onChange({ code: codeBefore, chart: chartBefore }))
  }
  return {
    open: isConfigured ? open : null,
    dialog: asked && <AssistDialog {...asked} onAccept={accept} onClose={() => setAsked(null)} />,
  }
}
