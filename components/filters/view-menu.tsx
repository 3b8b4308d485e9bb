"use client"

import { Bookmark, Check, ChevronDown, Pencil, Plus, RotateCcw, Save, Star, StarOff, Trash2 } from "lucide-react"
import { useState } from "react"
import { Badge } from "#components/ui/badge.tsx"
import { Button } from "#components/ui/button.tsx"
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx"
import { DropdownMenu, MenuItem, MenuLabel, MenuSeparator } from "#components/ui/dropdown-menu.tsx"
import { notify } from "#components/ui/notify.ts"
import { errorMessage } from "#lib/browser/error-message.ts"
import type { FilterViews } from "#lib/browser/use-filter-views.ts"
import type { FilterViewSummary } from "#lib/domain/filter-view.ts"
import { ViewDialog } from "./view-dialog.tsx"

type ViewMenuProps = {
  views: FilterViews
  /** Whether the reader may keep views for all readers. */
  canShare: boolean
}

/** The kept states of the filters: which one is in use, and what can be done with it. */
export function ViewMenu({ views, canShare }: ViewMenuProps) {
  const [dialog, setDialog] = useState<"new" | "rename" | "delete" | null>(null)
  const { current, isModified } = views
  const personal = views.views.filter(({ scope }) => scope === "personal")
  const shared = views.views.filter(({ scope }) => scope === "shared")

  const say = async (act: Promise<unknown>, done: string, failed: string) => {
    try {
      await act
      notify.done(done)
    } catch (error) {
      notify.failed(failed, { description: errorMessage(error) })
    }
  }
  return (
    <>
      <DropdownMenu
        trigger={
          <Button variant="quiet" className="max-w-72">
            <Bookmark aria-hidden />
            {current && <span className="sr-only">View:</span>}
            <span className="truncate">{current?.name ?? "Views"}</span>
            {isModified && <Badge tone="warning">Modified</Badge>}
            <ChevronDown aria-hidden className="size-3.5! opacity-60" />
          </Button>
        }
      >
        <ViewItems label="My views" views={personal} current={current} onChoose={views.choose} />
        <ViewItems label="Shared views" views={shared} current={current} onChoose={views.choose} />
        {views.views.length > 0 && <MenuSeparator />}
        {current && isModified && (
          <MenuItem icon={<RotateCcw aria-hidden />} onSelect={() => views.choose(current)}>
            Back to “{current.name}”
          </MenuItem>
        )}
        {current && isModified && current.canEdit && (
          <MenuItem
            icon={<Save aria-hidden />}
            onSelect={() =>
              void say(
                views.update(current, { values: "current" }),
                `“${current.name}” is as the filters are now`,
                `“${current.name}” was not changed`,
              )
            }
          >
            Update “{current.name}”
          </MenuItem>
        )}
        <MenuItem icon={<Plus aria-hidden />} onSelect={() => setDialog("new")}>
          Save as a new view…
        </MenuItem>
        {current?.canEdit && (
          <>
            <MenuItem
              icon={current.isDefault ? <StarOff aria-hidden /> : <Star aria-hidden />}
              onSelect={() =>
                void say(
                  views.update(current, { isDefault: !current.isDefault }),
                  current.isDefault ? "There is no default view now" : `“${current.name}” is the default now`,
                  "The default was not changed",
                )
              }
            >
              {current.isDefault ? "No longer the default" : defaultWords(current)}
            </MenuItem>
            <MenuItem icon={<Pencil aria-hidden />} onSelect={() => setDialog("rename")}>
              Rename…
            </MenuItem>
            <MenuItem icon={<Trash2 aria-hidden />} destructive onSelect={() => setDialog("delete")}>
              Delete…
            </MenuItem>
          </>
        )}
        {current && (
          <>
            <MenuSeparator />
            <MenuItem onSelect={views.leave}>Without a view</MenuItem>
          </>
        )}
      </DropdownMenu>
      {dialog === "new" && <ViewDialog canShare={canShare} onSave={views.keep} onClose={() => setDialog(null)} />}
      {dialog === "rename" && current && (
        <ViewDialog
          view={current}
          canShare={canShare}
          onSave={({ name }) => views.update(current, { name })}
          onClose={() => setDialog(null)}
        />
      )}
      {current && (
        <ConfirmDialog
          open={dialog === "delete"}
          onOpenChange={() => setDialog(null)}
          title={`Delete the view “${current.name}”?`}
          description={
            current.scope === "shared"
              ? "It is deleted for all readers of this dashboard. The filters stay as they are."
              : "The filters stay as they are."
          }
          confirmLabel="Delete view"
          destructive
          onConfirm={() => views.remove(current)}
          errorMessage={errorMessage}
        />
      )}
    </>
  )
}

type ViewItemsProps = {
  label: string
  views: readonly FilterViewSummary[]
  current: FilterViewSummary | null
  onChoose: (view: FilterViewSummary) => void
}

function ViewItems({ label, views, current, onChoose }: ViewItemsProps) {
  if (views.length === 0) return null
  return (
    <>
      <MenuLabel>{label}</MenuLabel>
      {views.map((view) => (
        <MenuItem
          key={view.id}
          icon={view.id === current?.id ? <Check aria-label="In use:" /> : <span className="block size-4" />}
          onSelect={() => onChoose(view)}
        >
          <span className="flex items-center gap-2">
            <span className="max-w-56 truncate">{view.name}</span>
            {view.isDefault && <Badge>Default</Badge>}
          </span>
        </MenuItem>
      ))}
    </>
  )
}

const defaultWords = ({ scope }: FilterViewSummary): string =>
  scope === "shared" ? "Make it everybody’s default" : "Make it my default"
