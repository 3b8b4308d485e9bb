"use client"

import { type Ref, useEffect, useId, useImperativeHandle, useRef, useState } from "react"
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

type DrawState = { kind: "drawing" } | { kind: "drawn" } | { kind: "failed"; message: string }

function PlacedFigure({ kind, spec, title, stale = false, ref }: FigureProps) {
  const key = useId()
  const layer = useFigureLayer()
  const elementRef = useRef<HTMLDivElement>(null)
  const [state, setState] = useState<DrawState>({ kind: "drawing" })

  useEffect(() => {
    if (!elementRef.current) return undefined
    return layer?.attach(key, elementRef.current)
  }, [layer, key])

  useEffect(() => {
    // A failed figure has no box, and without one nothing is drawn.
    setState((before) => (before.kind === "failed" ? { kind: "drawing" } : before))
    layer?.draw(key, kind, spec, {
      onDrawn: () => setState({ kind: "drawn" }),
      onFailed: (message) => setState({ kind: "failed", message }),
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

  const failed = state.kind === "failed"
  return (
    <>
      <div
        ref={elementRef}
        role="img"
        aria-label={title}
        aria-busy={state.kind === "drawing"}
        hidden={failed}
        className="size-full"
      />
      {failed && (
        <div role="alert" className="flex size-full flex-col items-center justify-center gap-1 p-4 text-center">
          <p className="font-medium">The chart could not be drawn</p>
          <p className="text-12 text-muted">{state.message}</p>
        </div>
      )}
    </>
  )
}
