"use client"

import { toast } from "sonner"

/** Long enough to read the sentence and reach the button; it waits while hovered or focused. */
const UNDO_FOR_MS = 10_000
const FAILURE_FOR_MS = 8_000

type Action = { label: string; onClick: () => void }
type NotifyOptions = { description?: string; action?: Action }

/** Short messages at the screen's corner. Never the only place of an error that must be acted on. */
export const notify = {
  done: (message: string, options?: NotifyOptions) => toast.success(message, options),
  info: (message: string, options?: NotifyOptions) => toast.info(message, options),
  warn: (message: string, options?: NotifyOptions) => toast.warning(message, options),
  failed: (message: string, options?: NotifyOptions) => toast.error(message, { duration: FAILURE_FOR_MS, ...options }),
  /** For what has been done and can be taken back: "Deleted “Sales”." */
  undoable: (message: string, undo: () => void, options?: Pick<NotifyOptions, "description">) =>
    toast(message, { ...options, duration: UNDO_FOR_MS, action: { label: "Undo", onClick: undo } }),
}
