"use client"

import type { KeyboardEventHandler, ReactNode, Ref } from "react"
import { classNames } from "#components/ui/class-names.ts"

type TileFrameProps = {
  title: string
  /** Shown at the right of the title. */
  facts?: ReactNode
  menu?: ReactNode
  /** A newer result is on its way. */
  busy?: boolean
  /** Text tiles have no header unless they are edited. */
  bare?: boolean
  headerClassName?: string
  onKeyDown?: KeyboardEventHandler<HTMLElement>
  ref?: Ref<HTMLElement>
  children: ReactNode
}

/** The border, header and body of a tile. The tile itself can have focus, for the keys that act on it. */
export function TileFrame(props: TileFrameProps) {
  const { title, facts, menu, busy = false, bare = false, headerClassName, onKeyDown, ref, children } = props
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the keys are shortcuts to the menu inside
    <article
      ref={ref}
      aria-label={title}
      aria-busy={busy}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- reached by Tab, so that Enter can open its menu
      tabIndex={0}
      onKeyDown={onKeyDown}
      className={classNames(
        "group/tile relative flex size-full min-h-0 flex-col overflow-hidden rounded-panel border",
        bare ? "border-transparent" : "bg-surface-raised",
      )}
    >
      {!bare && (
        <header className={classNames("flex h-9 shrink-0 items-center gap-1 pr-2 pl-3", headerClassName)}>
          <h2 title={title} className="min-w-0 flex-1 truncate text-13 font-medium">
            {title}
          </h2>
          {facts}
          {menu}
        </header>
      )}
      {busy && (
        <div aria-hidden className="absolute inset-x-0 top-0 h-0.5 overflow-hidden">
          <div className="h-full w-1/3 animate-creep bg-accent" />
        </div>
      )}
      <div className="min-h-0 flex-1">{children}</div>
    </article>
  )
}
