"use client"

import { useRef, useState } from "react"
import type { CodeEditorHandle } from "./code-editor-handle.ts"
import type { EditorPane } from "./editor-panes.tsx"

/** Which pane is in front on a small screen, and the ways into the code from the others. */
export function useEditorPane() {
  const [pane, setPane] = useState<EditorPane>("code")
  const editor = useRef<CodeEditorHandle | null>(null)
  return {
    pane,
    setPane,
    onReady: (handle: CodeEditorHandle | null) => {
      editor.current = handle
    },
    goTo: (line: number) => {
      setPane("code")
      editor.current?.goTo(line)
    },
    insert: (text: string) => {
      setPane("code")
      editor.current?.insert(text)
    },
  }
}
