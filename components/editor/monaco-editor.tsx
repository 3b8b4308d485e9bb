"use client"

import { Editor } from "@monaco-editor/react"
import { useEffect, useRef, useState } from "react"
import { useColorScheme } from "#lib/browser/use-color-scheme.ts"
import type { CardLanguage } from "#lib/domain/card.ts"
import type { CodeEditorHandle, CodeProblem } from "./code-editor-handle.ts"
import type { TemplateInput } from "./code-template.ts"
import { registerCompletion, type Snippet } from "./column-completion.ts"
import { defineTheme, themeName } from "./editor-theme.ts"
import { LANGUAGE_NAME } from "./language-name.ts"
import { monaco } from "./monaco-setup.ts"
import "./monaco-editor.css"

export type MonacoEditorProps = {
  language: CardLanguage
  value: string
  onChange: (value: string) => void
  /** With the code as it stands in the editor, which may be a keystroke ahead of `value`. */
  onRun: (code: string) => void
  onSave: (code: string) => void
  onReady: (handle: CodeEditorHandle | null) => void
  inputs: readonly TemplateInput[]
  snippets: readonly Snippet[]
  /** What the code is of: "card". */
  thing: string
  problem: CodeProblem | null
  readOnly: boolean
}

const MARKER_OWNER = "cardloom-run"
const OPTIONS: monaco.editor.IStandaloneEditorConstructionOptions = {
  automaticLayout: true,
  fixedOverflowWidgets: true,
  fontFamily: "var(--font-mono)",
  fontSize: 13,
  glyphMargin: true,
  lineHeight: 20,
  lineNumbersMinChars: 3,
  minimap: { enabled: false },
  overviewRulerLanes: 0,
  padding: { top: 12, bottom: 12 },
  scrollBeyondLastLine: false,
  scrollbar: { horizontalScrollbarSize: 10, verticalScrollbarSize: 10 },
  tabSize: 4,
  insertSpaces: true,
  // Text in other alphabets is data here, not an attack.
  unicodeHighlight: { ambiguousCharacters: false },
  wordBasedSuggestions: "currentDocument",
}

export default function MonacoEditor(props: MonacoEditorProps) {
  const { language, value, onChange, onReady, problem, readOnly } = props
  const scheme = useColorScheme()
  const [editor, setEditor] = useState<monaco.editor.IStandaloneCodeEditor | null>(null)
  // Monaco keeps the functions it was given first; they must find what is current.
  const latest = useRef(props)
  useEffect(() => {
    latest.current = props
  })

  useEffect(() => {
    defineTheme(scheme)
    monaco.editor.setTheme(themeName(scheme))
  }, [scheme])

  useEffect(() => {
    if (!editor) return
    const completion = registerCompletion(
      () => editor.getModel(),
      () => latest.current,
    )
    const actions = [
      editor.addAction({
        id: "cardloom.run",
        label: `Run the ${latest.current.thing}`,
        keybindings: [monaco.KeyMod.CtrlCmd | monaco.KeyCode.Enter],
        run: (here) => latest.current.onRun(here.getValue()),
      }),
      editor.addAction({
        id: "cardloom.save",
        label: `Save the ${latest.current.thing}`,
        keybindings: [monaco.KeyMod.CtrlCmd | monaco.KeyCode.KeyS],
        run: (here) => latest.current.onSave(here.getValue()),
      }),
    ]
    return () => {
      for (const registered of [completion, ...actions]) registered.dispose()
    }
  }, [editor])

  // A `value` that the editor itself has told comes back later, when more may have been typed: only others are written.
  const told = useRef([value])
  useEffect(() => {
    if (!editor) return
    const place = told.current.lastIndexOf(value)
    if (place >= 0) {
      told.current = told.current.slice(place)
      return
    }
    told.current = [value]
    replaceCode(editor, value)
  }, [editor, value])

  useEffect(() => (editor ? markProblem(editor, problem) : undefined), [editor, problem])

  return (
    <Editor
      language={language}
      theme={themeName(scheme)}
      defaultValue={value}
      onChange={(next = "") => {
        told.current.push(next)
        onChange(next)
      }}
      options={{
        ...OPTIONS,
        ariaLabel: `${LANGUAGE_NAME[language]} code of the ${props.thing}. Control M lets Tab leave the editor.`,
        readOnly,
      }}
      loading={null}
      beforeMount={() => defineTheme(scheme)}
      onMount={(mounted) => {
        setEditor(mounted)
        onReady(handleOf(mounted))
      }}
    />
  )
}

/** One step of the editor's own undo. */
function replaceCode(editor: monaco.editor.IStandaloneCodeEditor, code: string): void {
  const model = editor.getModel()
  if (!model) return
  model.pushStackElement()
  model.pushEditOperations(editor.getSelections(), [{ range: model.getFullModelRange(), text: code }], () => null)
  model.pushStackElement()
}

/** The line is underlined and shown in the margin, until the next run. */
function markProblem(
  editor: monaco.editor.IStandaloneCodeEditor,
  problem: CodeProblem | null,
): (() => void) | undefined {
  const model = editor.getModel()
  if (!model || !problem) return
  const line = Math.min(problem.line, model.getLineCount())
  const range = new monaco.Range(
    line,
    model.getLineFirstNonWhitespaceColumn(line) || 1,
    line,
    model.getLineMaxColumn(line),
  )
  const { startLineNumber, startColumn, endLineNumber, endColumn } = range
  const marker = {
    severity: monaco.MarkerSeverity.Error,
    message: problem.message,
    startLineNumber,
    startColumn,
    endLineNumber,
    endColumn,
  }
  monaco.editor.setModelMarkers(model, MARKER_OWNER, [marker])
  const decorations = editor.createDecorationsCollection([
    {
      range,
      options: {
        isWholeLine: true,
        className: "cardloom-error-line",
        glyphMarginClassName: "cardloom-error-glyph",
        glyphMarginHoverMessage: { value: problem.message },
      },
    },
  ])
  editor.revealLineInCenterIfOutsideViewport(line)
  return () => {
    decorations.clear()
    if (!model.isDisposed()) monaco.editor.setModelMarkers(model, MARKER_OWNER, [])
  }
}

function handleOf(editor: monaco.editor.IStandaloneCodeEditor): CodeEditorHandle {
  return {
    insert(text) {
      const selection = editor.getSelection()
      if (selection) editor.executeEdits("insert-column", [{ range: selection, text, forceMoveMarkers: true }])
      editor.focus()
    },
    goTo(line) {
      editor.setPosition({ lineNumber: line, column: editor.getModel()?.getLineFirstNonWhitespaceColumn(line) || 1 })
      editor.revealLineInCenterIfOutsideViewport(line)
      editor.focus()
    },
  }
}
