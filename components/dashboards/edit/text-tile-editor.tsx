"use client"

import { type KeyboardEvent, type ReactNode, useState } from "react"
import { MarkdownView } from "#components/cards/display/markdown-view.tsx"
import { Button } from "#components/ui/button.tsx"
import { TileFrame } from "../tile-frame.tsx"

type TextTileEditorProps = {
  text: string
  title: string
  menu: ReactNode
  headerClassName: string
  /** A tile just added is written at once. */
  startsOpen: boolean
  onWrite: (text: string) => void
  onKeyDown: (event: KeyboardEvent<HTMLElement>) => void
}

/** A text tile, written in place. */
export function TextTileEditor({
  text,
  title,
  menu,
  headerClassName,
  startsOpen,
  onWrite,
  onKeyDown,
}: TextTileEditorProps) {
  const [writing, setWriting] = useState(startsOpen)
  return (
    <TileFrame
      title={title}
      headerClassName={headerClassName}
      onKeyDown={onKeyDown}
      facts={
        <Button size="small" variant="quiet" onClick={() => setWriting(!writing)}>
          {writing ? "Done" : "Write"}
        </Button>
      }
      menu={menu}
    >
      {writing ? (
        <textarea
          autoFocus
          aria-label="Text, in Markdown"
          value={text}
          maxLength={20_000}
          placeholder={"## A heading\nWords, **bold**, [links](https://…), lists"}
          onChange={(event) => onWrite(event.target.value)}
          onKeyDown={(event) => {
            event.stopPropagation()
            if (event.key === "Escape") setWriting(false)
          }}
          className="size-full resize-none bg-surface-sunken px-3 py-2 font-mono text-12 focus-visible:outline-offset-[-2px]"
        />
      ) : (
        <div className="size-full overflow-auto px-3 pb-2" onDoubleClick={() => setWriting(true)}>
          {text.trim() === "" ? <p className="text-muted">Empty text</p> : <MarkdownView markdown={text} />}
        </div>
      )}
    </TileFrame>
  )
}
