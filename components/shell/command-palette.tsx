"use client"

import { Command } from "cmdk"
import { Search } from "lucide-react"
import { useRouter } from "next/navigation"
import { Dialog } from "radix-ui"
import { useEffect, useRef, useState } from "react"
import { matchLabel } from "#components/ui/match-label.ts"
import { menuItemClassName } from "#components/ui/menu-class-name.ts"
import { errorMessage } from "#lib/browser/error-message.ts"
import { type PaletteItem, usePaletteActions } from "./palette-actions.tsx"
import { usePaletteResources } from "./use-palette-resources.ts"

/** Before anything is typed, the commands must be in sight, too. */
const AT_FIRST = 2

type CommandPaletteProps = { open: boolean; onOpenChange: (open: boolean) => void }

/** Finds any dashboard, card, dataset or transform, and does the few things one does from anywhere. */
export function CommandPalette({ open, onOpenChange }: CommandPaletteProps) {
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 animate-appear bg-scrim" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed top-[12vh] left-1/2 z-50 w-[calc(100vw-1.5rem)] max-w-xl -translate-x-1/2 animate-appear overflow-hidden rounded-panel border border-line-strong bg-surface-raised shadow-raise outline-none"
        >
          <Dialog.Title className="sr-only">Search and commands</Dialog.Title>
          <PaletteBody close={() => onOpenChange(false)} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function PaletteBody({ close }: { close: () => void }) {
  const router = useRouter()
  const [search, setSearch] = useState("")
  const resources = usePaletteResources()
  const actions = usePaletteActions()
  const [selected, setSelected] = useState("")
  const list = useRef<HTMLDivElement>(null)
  // What loads while one types comes above the command that was first until then.
  useEffect(() => {
    const first = list.current?.querySelector("[cmdk-item]")?.getAttribute("data-value")
    if (first) setSelected(first)
    list.current?.scrollTo({ top: 0 })
  }, [resources.pending])
  const shown = (items: PaletteItem[]) => (search === "" ? items.slice(0, AT_FIRST) : items)
  const choose = (item: PaletteItem) => {
    close()
    if (item.href !== undefined) router.push(item.href)
    item.run?.()
  }
  return (
    <Command label="Search and commands" filter={matchLabel} value={selected} onValueChange={setSelected} loop>
      <div className="flex items-center gap-2.5 border-b px-4">
        <Search aria-hidden className="size-4 shrink-0 text-faint" />
        <Command.Input
          value={search}
          onValueChange={setSearch}
          placeholder="Find a dashboard, card, dataset or transform, or type a command…"
          className="h-12 w-full bg-transparent text-14 outline-none pointer-coarse:text-16"
        />
      </div>
      <Command.List ref={list} className="max-h-[min(28rem,60vh)] overflow-y-auto p-1.5">
        <Command.Empty className="px-2.5 py-6 text-center text-muted">
          {resources.pending ? "Searching…" : "Nothing is called that."}
        </Command.Empty>
        {resources.error !== null && (
          <p role="alert" className="px-2.5 py-2 text-12 text-negative">
            {errorMessage(resources.error)}
          </p>
        )}
        <PaletteGroup heading="Dashboards" items={shown(resources.dashboards)} onChoose={choose} />
        <PaletteGroup heading="Cards" items={shown(resources.cards)} onChoose={choose} />
        <PaletteGroup heading="Datasets" items={shown(resources.datasets)} onChoose={choose} />
        <PaletteGroup heading="Transforms" items={shown(resources.transforms)} onChoose={choose} />
        <PaletteGroup heading="Commands" items={actions} onChoose={choose} />
      </Command.List>
    </Command>
  )
}

type PaletteGroupProps = { heading: string; items: readonly PaletteItem[]; onChoose: (item: PaletteItem) => void }

function PaletteGroup({ heading, items, onChoose }: PaletteGroupProps) {
  if (items.length === 0) return null
  return (
    <Command.Group
      heading={heading}
      className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-11 [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-muted"
    >
      {items.map((item) => (
        <Command.Item
          key={item.key}
          value={item.key}
          keywords={[item.label, ...(item.keywords ?? [])]}
          onSelect={() => onChoose(item)}
          className={`${menuItemClassName} min-h-8 px-2.5`}
        >
          <item.icon aria-hidden className="stroke-[1.75] text-muted" />
          <span className="min-w-0 flex-1 truncate">{item.label}</span>
          {item.hint !== undefined && (
            <span className="max-w-40 shrink-0 truncate text-12 text-muted">{item.hint}</span>
          )}
        </Command.Item>
      ))}
    </Command.Group>
  )
}
