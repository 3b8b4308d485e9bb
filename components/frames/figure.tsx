"use client"

import { type Ref, useEffect, useId, useImperativeHandle, useRef, useState } from "react"
import { Skeleton } from "#components/ui/skeleton.tsx"
import { FigureLayer, useFigureLayer } from "./figure-layer.tsx"
import type { FigureKind } from "./frame-messages.ts"

export type FigureHandle = { toPng: () => Promise<string> }

type FigureProps = {
  kind: FigureKind
  /** Plotly's figure JSON, or a Vega-Lite specification. */
  spec: unknown
  /** Read out in place of the picture. */
  title: string
  stale?: boolean
  ref?: Ref<FigureHandle>
}

/** A chart in the surrounding figure layer, or in a frame of its own where there is none. */
export function Figure(props: FigureProps) {
  if (useFigureLayer()) return <PlacedFigure {...props} />
  return (
    <FigureLayer className="size-full">
      <PlacedFigure {...props} />
    </FigureLayer>
  )
}

type Outcome = { spec: unknown; message: string | null }

function PlacedFigure({ kind, spec, title, stale = false, ref }: FigureProps) {
  const key = useId()
  const layer = useFigureLayer()
  const elementRef = useRef<HTMLDivElement>(null)
  const [outcome, setOutcome] = useState<Outcome | null>(null)

  useEffect(() => {
    if (!elementRef.current) return undefined
    return layer?.attach(key, elementRef.current)
  }, [layer, key])

  useEffect(() => {
    layer?.draw(key, kind, spec, {
      onDrawn: () => setOutcome({ spec, message: null }),
      onFailed: (message) => setOutcome({ spec, message }),
    })
  }, [layer, key, kind, spec])

  useEffect(() => {
    layer?.setStale(key, stale)
  }, [layer, key, stale])

  useImperativeHandle(
    ref,
    () => ({ toPng: () => layer?.toImage(key) ?? Promise.reject(new Error("The chart is not drawn yet.")) }),
    [layer, key],
  )

  // A failure hides the box until another figure comes: without a box nothing is drawn.
  const failure = outcome !== null && outcome.spec === spec ? outcome.message : null
  return (
    <>
      <div
        ref={elementRef}
        role="img"
        aria-label={title}
        aria-busy={outcome === null}
        hidden={failure !== null}
        className="size-full"
      >
        {/* Shows through the frame above until the chart is drawn over it. */}
        {outcome === null && <Skeleton className="size-full opacity-60" />}
      </div>
      {failure !== null && (
        <div role="alert" className="flex size-full flex-col items-center justify-center gap-1 p-4 text-center">
          <p className="font-medium">The chart could not be drawn</p>
          <p className="text-12 text-muted">{failure}</p>
        </div>
      )}
    </>
  )
}
