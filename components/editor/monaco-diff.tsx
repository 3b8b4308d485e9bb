"use client"

import { DiffEditor } from "@monaco-editor/react"
import { useEffect, useState } from "react"
import { useColorScheme } from "#lib/browser/use-color-scheme.ts"
import type { CardLanguage } from "#lib/domain/card.ts"
import { defineTheme, themeName } from "./editor-theme.ts"
import { monaco } from "./monaco-setup.ts"
import "./monaco-editor.css"

export type MonacoDiffProps = { language: CardLanguage; before: string; after: string }

/** No comparison takes as long: the worker gives up before. */
const COMPARED_MS = 10_000

const OPTIONS: monaco.editor.IDiffEditorConstructionOptions = {
  automaticLayout: true,
  readOnly: true,
  originalEditable: false,
  renderSideBySide: false,
  fontFamily: "var(--font-mono)",
  fontSize: 13,
  lineHeight: 20,
  lineNumbersMinChars: 3,
  minimap: { enabled: false },
  maxComputationTime: 3000,
  overviewRulerLanes: 0,
  renderOverviewRuler: false,
  scrollBeyondLastLine: false,
  unicodeHighlight: { ambiguousCharacters: false },
  ariaLabel: "What would change in the code",
}

/** Two states of a card's code, line by line. */
export default function MonacoDiff({ language, before, after }: MonacoDiffProps) {
  const scheme = useColorScheme()
  const [editor, setEditor] = useState<monaco.editor.IStandaloneDiffEditor | null>(null)
  // The editor complains about models that go before it lets go of them, as the wrapper would have it; and its worker
  // about those that go while it compares them, which it does to the end.
  useEffect(() => {
    const models = editor?.getModel()
    return () => {
      editor?.setModel(null)
      setTimeout(() => {
        models?.original.dispose()
        models?.modified.dispose()
      }, COMPARED_MS)
    }
  }, [editor])
  useEffect(() => {
    defineTheme(scheme)
    monaco.editor.setTheme(themeName(scheme))
  }, [scheme])
  return (
    <DiffEditor
      language={language}
      original={before}
      modified={after}
      theme={themeName(scheme)}
      options={OPTIONS}
      loading={null}
      keepCurrentOriginalModel
      keepCurrentModifiedModel
      onMount={setEditor}
      beforeMount={() => defineTheme(scheme)}
    />
  )
}
