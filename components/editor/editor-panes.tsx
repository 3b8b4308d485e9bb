"use client"

import { useState, type ReactNode } from "react"
import { classNames } from "#components/ui/class-names.ts"
import { SegmentedControl } from "#components/ui/segmented-control.tsx"

export type EditorPane = "code" | "output" | "data"

type EditorPanesProps = {
  pane: EditorPane
  onPaneChange: (pane: EditorPane) => void
  code: ReactNode
  output: ReactNode
  data: ReactNode
  /** Where more than columns stands beside the code. */
  dataWidth?: "narrow" | "wide"
}

const STEP_PERCENT = 4
const [NARROWEST, WIDEST] = [25, 75]

/** Data, code and output side by side; on small screens one at a time. All stay mounted: the editor and frames must live on. */
export function EditorPanes({ pane, onPaneChange, code, output, data, dataWidth = "narrow" }: EditorPanesProps) {
  const [codePercent, setCodePercent] = useState(50)
  const shown = (name: EditorPane) => (pane === name ? "" : "max-lg:hidden")
  return (
    <>
      <SegmentedControl
        label="What to show"
        value={pane}
        onValueChange={onPaneChange}
        className="m-2 lg:hidden"
        options={[
          { value: "code", label: "Code" },
          { value: "output", label: "Output" },
          { value: "data", label: "Data" },
        ]}
      />
      <div className="flex min-h-0 flex-1 border-t">
        <aside
          className={classNames(
            "shrink-0 overflow-y-auto p-3 max-lg:w-full lg:border-r",
            dataWidth === "wide" ? "w-76" : "w-64",
            shown("data"),
          )}
        >
          {data}
        </aside>
        <div data-split className={classNames("flex min-h-0 min-w-0 flex-1", pane === "data" && "max-lg:hidden")}>
          <div className={classNames("min-w-0 max-lg:!w-full", shown("code"))} style={{ width: `${codePercent}%` }}>
            {code}
          </div>
          <Divider
            percent={codePercent}
            onChange={(percent) => setCodePercent(Math.min(WIDEST, Math.max(NARROWEST, percent)))}
          />
          <div className={classNames("min-w-0 flex-1", shown("output"))}>{output}</div>
        </div>
      </div>
    </>
  )
}

/** Moved by dragging or by the arrow keys. */
function Divider({ percent, onChange }: { percent: number; onChange: (percent: number) => void }) {
  return (
    <div
      role="separator"
      aria-label="Width of the code"
      aria-orientation="vertical"
      aria-valuenow={Math.round(percent)}
      aria-valuemin={NARROWEST}
      aria-valuemax={WIDEST}
      tabIndex={0}
      className="relative w-px shrink-0 cursor-col-resize touch-none bg-line after:absolute after:inset-y-0 after:-inset-x-1 after:z-10 hover:bg-accent focus-visible:bg-accent max-lg:hidden"
      onKeyDown={(event) => {
        if (event.key === "ArrowLeft") onChange(percent - STEP_PERCENT)
        if (event.key === "ArrowRight") onChange(percent + STEP_PERCENT)
      }}
      // While captured, the pointer is ours even above the frames of the output.
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={(event) => {
        const split = event.currentTarget.closest("[data-split]")?.getBoundingClientRect()
        if (split && event.currentTarget.hasPointerCapture(event.pointerId))
          onChange(((event.clientX - split.left) / split.width) * 100)
      }}
    />
  )
}
