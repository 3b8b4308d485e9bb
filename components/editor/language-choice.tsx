"use client"

import { useState } from "react"
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx"
import { SegmentedControl } from "#components/ui/segmented-control.tsx"
import type { CardLanguage } from "#lib/domain/card.ts"
import { LANGUAGE_NAME } from "./language-name.ts"

type LanguageChoiceProps = {
  language: CardLanguage
  /** Whether the code is the author's own: then a switch is asked about first. */
  wouldLoseCode: boolean
  onChange: (language: CardLanguage) => void
}

/** In which language a new card is written. The one can't be turned into the other. */
export function LanguageChoice({ language, wouldLoseCode, onChange }: LanguageChoiceProps) {
  const [wanted, setWanted] = useState<CardLanguage | null>(null)
  const choose = (next: CardLanguage) => {
    if (next === language) return
    if (wouldLoseCode) setWanted(next)
    else onChange(next)
  }
  return (
    <>
      <SegmentedControl
        label="Language"
        value={language}
        onValueChange={choose}
        options={[
          { value: "python", label: LANGUAGE_NAME.python },
          { value: "sql", label: LANGUAGE_NAME.sql },
        ]}
      />
      <ConfirmDialog
        open={wanted !== null}
        onOpenChange={(isOpen) => !isOpen && setWanted(null)}
        title={`Begin anew in ${LANGUAGE_NAME[wanted ?? language]}?`}
        description={`What you wrote in ${LANGUAGE_NAME[language]} can't be turned into ${LANGUAGE_NAME[wanted ?? language]}, and will be gone.`}
        confirmLabel={`Begin in ${LANGUAGE_NAME[wanted ?? language]}`}
        destructive
        onConfirm={() => {
          if (wanted) onChange(wanted)
        }}
      />
    </>
  )
}
