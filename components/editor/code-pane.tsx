"use client"

import type { ReactNode } from "react"
import type { CardLanguage } from "#lib/domain/card.ts"
import { CodeEditor } from "./code-editor.tsx"
import type { CodeTemplate } from "./code-template.ts"
import { LanguageChoice } from "./language-choice.tsx"
import { LANGUAGE_NAME } from "./language-name.ts"
import type { MonacoEditorProps } from "./monaco-editor.tsx"
import { TemplateMenu } from "./template-menu.tsx"

type CodePaneProps<Template extends CodeTemplate> = MonacoEditorProps & {
  templates: readonly Template[]
  onTemplate: (template: Template) => void
  /** null: its language is settled, since it was saved. */
  onBeginIn: ((language: CardLanguage) => void) | null
  /** Whether the code is the author's own: then another language is asked about first. */
  wouldLoseCode: boolean
  /** Beside the templates. */
  tools?: ReactNode
}

/** The code, and what it may be begun with. */
export function CodePane<Template extends CodeTemplate>(props: CodePaneProps<Template>) {
  const { templates, onTemplate, onBeginIn, wouldLoseCode, tools, ...editor } = props
  const { language, readOnly } = editor
  return (
    <div className="flex h-full flex-col">
      {!readOnly && (
        <div className="flex h-9 shrink-0 items-center justify-between gap-2 border-b px-2 @container">
          <div className="flex items-center gap-1">
            <TemplateMenu templates={templates} onChoose={onTemplate} />
            {tools}
          </div>
          {onBeginIn ? (
            <LanguageChoice language={language} wouldLoseCode={wouldLoseCode} onChange={onBeginIn} />
          ) : (
            <span className="text-12 text-muted">{LANGUAGE_NAME[language]}</span>
          )}
        </div>
      )}
      <div className="min-h-0 flex-1">
        <CodeEditor {...editor} />
      </div>
    </div>
  )
}
