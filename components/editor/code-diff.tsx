"use client"

import dynamic from "next/dynamic"
import { Pending } from "#components/ui/pending.tsx"
import type { MonacoDiffProps } from "./monaco-diff.tsx"

const MonacoDiff = dynamic(() => import("./monaco-diff.tsx"), {
  ssr: false,
  loading: () => <Pending className="h-full">Comparing the code…</Pending>,
})

export function CodeDiff(props: MonacoDiffProps) {
  return <MonacoDiff {...props} />
}
