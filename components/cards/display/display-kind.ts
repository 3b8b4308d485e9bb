import type { MimeBundle, MimeType } from "#lib/domain/display.ts"

/** What of a bundle is shown: the first of these that is there, as Jupyter does. */
const ORDER: readonly MimeType[] = [
  "application/vnd.plotly.v1+json",
  "application/vnd.vegalite.v5+json",
  "application/vnd.cardloom.kpi+json",
  "application/vnd.dataresource+json",
  "text/html",
  "image/svg+xml",
  "image/png",
  "text/markdown",
  "text/plain",
]

/** The MIME type that is drawn; null for an empty bundle. */
export const displayKindOf = (display: MimeBundle): MimeType | null =>
  ORDER.find((type) => display[type] !== undefined) ?? null

/** Whether a picture of it can be saved. */
export function isPicture(kind: MimeType | null): boolean {
  return (
    kind === "application/vnd.plotly.v1+json" ||
    kind === "application/vnd.vegalite.v5+json" ||
    kind === "image/svg+xml" ||
    kind === "image/png"
  )
}
