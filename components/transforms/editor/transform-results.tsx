"use client"

import type { ReactNode } from "react"
import { LineagePanel } from "#components/lineage/lineage-panel.tsx"
import { EmptyState } from "#components/ui/empty-state.tsx"
import type { TransformDetail } from "#lib/domain/summaries.ts"
import type { ResultTab } from "./result-tab.ts"
import { VersionsPane } from "./versions-pane.tsx"

type TransformResultsProps = {
  tab: ResultTab
  saved: TransformDetail | null
  hasUnsaved: boolean
  onRestored: (transform: TransformDetail) => void
  preview: ReactNode
  runs: ReactNode
}

/** What the chosen tab holds: what comes of the code, and what there was. */
export function TransformResults({ tab, saved, hasUnsaved, onRestored, preview, runs }: TransformResultsProps) {
  switch (tab) {
    case "preview":
      return preview
    case "runs":
      return runs
    case "versions":
      return <VersionsPane transform={saved} hasUnsaved={hasUnsaved} onRestored={onRestored} />
    case "lineage":
      return saved ? (
        <div className="@container h-full overflow-y-auto p-4">
          <LineagePanel thing={{ kind: "transform", id: saved.id }} />
        </div>
      ) : (
        <EmptyState title="Not saved yet" description="What it comes from and what depends on it is shown here." />
      )
  }
}
