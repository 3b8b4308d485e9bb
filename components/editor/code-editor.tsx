"use client"

import dynamic from "next/dynamic"
import { Pending } from "#components/ui/pending.tsx"
import type { MonacoEditorProps } from "./monaco-editor.tsx"

// Several megabytes that no other page needs, and that no server can run.
const MonacoEditor = dynamic(() => import("./monaco-editor.tsx"), {
  ssr: false,
  loading: () => <Pending className="h-full">Loading the code editor…</Pending>,
})

export function CodeEditor(props: MonacoEditorProps) {
  return <MonacoEditor {...props} />
}
