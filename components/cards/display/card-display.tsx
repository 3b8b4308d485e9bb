"use client"

import { type Ref, useImperativeHandle, useRef } from "react"
import { Figure, type FigureHandle } from "#components/frames/figure.tsx"
import { HtmlFrame } from "#components/frames/html-frame.tsx"
import type { MimeBundle } from "#lib/domain/display.ts"
import { displayKindOf } from "./display-kind.ts"
import { ImageView, imageUrl } from "./image-view.tsx"
import { KpiView } from "./kpi-view.tsx"
import { MarkdownView } from "./markdown-view.tsx"
import { pictureToPng } from "./picture-to-png.ts"
import { TableView } from "./table-view.tsx"

export type CardDisplayHandle = {
  /** A PNG data URL; rejects for displays that are no picture. */
  toPng: () => Promise<string>
}

type CardDisplayProps = {
  display: MimeBundle
  /** The card's name: read out in place of pictures. */
  title: string
  /** A newer result is on its way: charts fade, and what surrounds the rest may fade it. */
  stale?: boolean
  /** How tall HTML and Markdown are: `fill` (scrolls in the box around), or `auto` (as tall as they need). */
  height?: "fill" | "auto"
  ref?: Ref<CardDisplayHandle>
}

/**
 * What a card showed, in the box around it. Charts go to the dashboard's figure layer, or a frame of their own outside
 * one; author HTML to a sandboxed frame; all else is data and drawn here.
 */
export function CardDisplay({ display, title, stale = false, height = "fill", ref }: CardDisplayProps) {
  const figureRef = useRef<FigureHandle>(null)
  useImperativeHandle(ref, () => ({ toPng: () => displayToPng(display, figureRef.current) }), [display])

  switch (displayKindOf(display)) {
    case "application/vnd.plotly.v1+json":
      return (
        <Figure
          ref={figureRef}
          kind="plotly"
          spec={display["application/vnd.plotly.v1+json"]}
          title={title}
          stale={stale}
        />
      )
    case "application/vnd.vegalite.v5+json":
      return (
        <Figure
          ref={figureRef}
          kind="vega"
          spec={display["application/vnd.vegalite.v5+json"]}
          title={title}
          stale={stale}
        />
      )
    case "application/vnd.cardloom.kpi+json": {
      const kpi = display["application/vnd.cardloom.kpi+json"]
      return kpi && <KpiView kpi={kpi} />
    }
    case "application/vnd.dataresource+json": {
      const table = display["application/vnd.dataresource+json"]
      return table && <TableView table={table} title={title} />
    }
    case "text/html":
      return <HtmlFrame html={display["text/html"] ?? ""} title={title} height={height} />
    case "image/svg+xml":
      return <ImageView title={title} image={{ kind: "svg", markup: display["image/svg+xml"] ?? "" }} />
    case "image/png":
      return <ImageView title={title} image={{ kind: "png", base64: display["image/png"] ?? "" }} />
    case "text/markdown":
      return (
        <div className="size-full overflow-auto px-4 py-2">
          <MarkdownView markdown={display["text/markdown"] ?? ""} />
        </div>
      )
    case "text/plain":
      return (
        <pre className="size-full overflow-auto px-4 py-2 text-12 whitespace-pre-wrap">{display["text/plain"]}</pre>
      )
    case null:
      return <p className="p-4 text-12 text-muted">The card showed nothing.</p>
  }
}

async function displayToPng(display: MimeBundle, figure: FigureHandle | null): Promise<string> {
  if (figure) return figure.toPng()
  const markup = display["image/svg+xml"]
  if (markup !== undefined) return pictureToPng(imageUrl({ kind: "svg", markup }), "#ffffff")
  const base64 = display["image/png"]
  if (base64 !== undefined) return imageUrl({ kind: "png", base64 })
  throw new Error("This card shows no picture.")
}
