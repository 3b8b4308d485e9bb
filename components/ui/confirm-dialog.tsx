"use client"

import { AlertDialog } from "radix-ui"
import { type ReactNode, useState } from "react"
import { Button } from "./button.tsx"

type ConfirmDialogProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  /** A question: "Delete this dataset?" */
  title: ReactNode
  /** What will happen, and whether it can be undone. */
  description: ReactNode
  /** The verb of the title: "Delete dataset". */
  confirmLabel: string
  cancelLabel?: string
  destructive?: boolean
  /** Stays open while it runs; a thrown Error's message is shown, and the dialog stays. */
  onConfirm: () => void | Promise<void>
  /** Words for a failure of onConfirm. */
  errorMessage?: (error: unknown) => string
}

export function ConfirmDialog(props: ConfirmDialogProps) {
  const { open, onOpenChange, title, description, confirmLabel, cancelLabel = "Cancel", destructive = false } = props
  const [state, setState] = useState<{ kind: "idle" } | { kind: "pending" } | { kind: "failed"; message: string }>({
    kind: "idle",
  })

  const changeOpen = (next: boolean) => {
    if (state.kind === "pending") return
    setState({ kind: "idle" })
    onOpenChange(next)
  }
  const confirm = async () => {
    setState({ kind: "pending" })
    try {
      await props.onConfirm()
      setState({ kind: "idle" })
      onOpenChange(false)
    } catch (error) {
      const message =
        props.errorMessage?.(error) ?? (error instanceof Error ? error.message : "That didn't work. Try again.")
      setState({ kind: "failed", message })
    }
  }

  return (
    <AlertDialog.Root open={open} onOpenChange={changeOpen}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="fixed inset-0 z-40 animate-appear bg-scrim" />
        <AlertDialog.Content className="fixed top-1/2 left-1/2 z-50 w-[calc(100vw-2rem)] max-w-sm -translate-x-1/2 -translate-y-1/2 animate-appear rounded-panel border border-line-strong bg-surface-raised p-4 shadow-raise outline-none">
          <AlertDialog.Title className="text-14 font-semibold">{title}</AlertDialog.Title>
          <AlertDialog.Description asChild>
            <div className="mt-1 text-13 text-muted">{description}</div>
          </AlertDialog.Description>
          {state.kind === "failed" && (
            <p role="alert" className="mt-3 text-13 text-negative">
              {state.message}
            </p>
          )}
          <div className="mt-4 flex flex-wrap justify-end gap-2">
            <AlertDialog.Cancel asChild>
              <Button disabled={state.kind === "pending"}>{cancelLabel}</Button>
            </AlertDialog.Cancel>
            <Button
              variant={destructive ? "danger" : "primary"}
              pending={state.kind === "pending"}
              onClick={() => void confirm()}
            >
              {confirmLabel}
            </Button>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  )
}
