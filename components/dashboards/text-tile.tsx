import { MarkdownView } from "#components/cards/display/markdown-view.tsx"
import { TileFrame } from "./tile-frame.tsx"

/** A tile of words. */
export function TextTile({ text, title }: { text: string; title?: string | undefined }) {
  return (
    <TileFrame title={title ?? "Text"} bare={title === undefined}>
      <div className="size-full overflow-auto px-1 py-1">
        <MarkdownView markdown={text} />
      </div>
    </TileFrame>
  )
}
