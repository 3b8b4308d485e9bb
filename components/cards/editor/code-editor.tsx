"use client"

import dynamic from "next/dynamic"
import { Pending } from "#components/ui/pending.tsx"
import type { PythonEditorProps } from "./python-editor.tsx"

// Several megabytes that no other page needs, and that no server can run.
const PythonEditor = dynamic(() => import("./python-editor.tsx"), {
  ssr: false,
  loading: () => <Pending className="h-full">Loading the code editor…</Pending>,
})

export function CodeEditor(props: PythonEditorProps) {
  return <PythonEditor {...props} />
}
