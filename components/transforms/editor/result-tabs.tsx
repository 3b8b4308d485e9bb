"use client"

import type { ReactNode } from "react"
import { classNames } from "#components/ui/class-names.ts"
import { RESULT_TABS, type ResultTab } from "./result-tab.ts"

const WORDS: Record<ResultTab, string> = {
  preview: "Preview",
  runs: "Runs",
  versions: "Versions",
  lineage: "Lineage",
}

type ResultTabsProps = {
  tab: ResultTab
  onTabChange: (tab: ResultTab) => void
  /** Beside the word "Runs": how the last one stands. */
  runsBadge: ReactNode
  children: ReactNode
}

/** What stands beside the code. */
export function ResultTabs({ tab, onTabChange, runsBadge, children }: ResultTabsProps) {
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div
        role="tablist"
        aria-label="Beside the code"
        className="flex h-9 shrink-0 gap-1 overflow-x-auto border-b px-2"
      >
        {RESULT_TABS.map((name, place) => (
          <button
            key={name}
            type="button"
            role="tab"
            id={`result-tab-${name}`}
            aria-selected={name === tab}
            aria-controls="result-tab-panel"
            tabIndex={name === tab ? 0 : -1}
            onClick={() => onTabChange(name)}
            onKeyDown={(event) => {
              const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0
              const next = RESULT_TABS[(place + step + RESULT_TABS.length) % RESULT_TABS.length]
              if (step === 0 || next === undefined) return
              onTabChange(next)
              document.getElementById(`result-tab-${next}`)?.focus()
            }}
            className={classNames(
              "touch-target flex shrink-0 items-center gap-1.5 border-b-2 px-2 text-12 font-medium focus-visible:outline-offset-[-2px]",
              name === tab ? "border-accent text-ink" : "border-transparent text-muted hover:text-ink",
            )}
          >
            {WORDS[name]}
            {name === "runs" && runsBadge}
          </button>
        ))}
      </div>
      <div role="tabpanel" id="result-tab-panel" aria-labelledby={`result-tab-${tab}`} className="min-h-0 flex-1">
        {children}
      </div>
    </div>
  )
}
