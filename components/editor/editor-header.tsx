"use client"

import { Play, Square } from "lucide-react"
import Link from "next/link"
import type { ReactNode } from "react"
import { Badge } from "#components/ui/badge.tsx"
import { Button } from "#components/ui/button.tsx"
import { Tooltip } from "#components/ui/tooltip.tsx"

type EditorHeaderProps = {
  /** What is edited: "card". */
  thing: string
  /** The list it is in. */
  list: { href: string; label: string }
  /** What the button says that runs the code. */
  runLabel?: string
  name: string
  onNameChange: (name: string) => void
  nameError: string | null
  /** Whether there is something to save, or nobody here may. */
  status: "saved" | "unsaved" | "read-only"
  isRunning: boolean
  isSaving: boolean
  onRun: () => void
  onCancel: () => void
  onSave: () => void
  menu: ReactNode
}

export function EditorHeader(props: EditorHeaderProps) {
  const { thing, list, runLabel = "Run", name, nameError, status, isRunning, isSaving } = props
  return (
    <header className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-2.5">
      <div className="flex min-w-0 flex-1 basis-60 items-center gap-2">
        <Link href={list.href} className="shrink-0 text-muted hover:text-ink">
          {list.label}
        </Link>
        <span aria-hidden className="text-faint">
          /
        </span>
        <h1 className="sr-only">{name || `New ${thing}`}</h1>
        <input
          aria-label={`Name of the ${thing}`}
          aria-invalid={nameError !== null || undefined}
          aria-describedby={nameError === null ? undefined : "editor-name-error"}
          placeholder={`Name this ${thing}`}
          maxLength={200}
          readOnly={status === "read-only"}
          value={name}
          onChange={(event) => props.onNameChange(event.target.value)}
          className="h-8 min-w-0 flex-1 rounded-control border border-transparent bg-transparent px-1.5 text-14 font-semibold hover:border-line-strong focus:border-focus aria-invalid:border-negative"
        />
        {status === "unsaved" && <Badge tone="warning">Unsaved</Badge>}
        {status === "read-only" && <Badge>Read only</Badge>}
      </div>
      <div className="flex items-center gap-2">
        {isRunning ? (
          <Button onClick={props.onCancel}>
            <Square aria-hidden />
            Cancel
          </Button>
        ) : (
          <Tooltip content={runLabel} shortcut="Ctrl Enter">
            <Button onClick={props.onRun}>
              <Play aria-hidden />
              {runLabel}
            </Button>
          </Tooltip>
        )}
        {status !== "read-only" && (
          <Tooltip content="Save" shortcut="Ctrl S">
            <Button variant="primary" pending={isSaving} onClick={props.onSave}>
              Save
            </Button>
          </Tooltip>
        )}
        {props.menu}
      </div>
      {nameError !== null && (
        <p id="editor-name-error" role="alert" className="w-full text-12 text-negative">
          {nameError}
        </p>
      )}
    </header>
  )
}
