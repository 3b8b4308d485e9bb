"use client"

import { useEffect, useRef } from "react"

type EditorKeys = { onRun: () => void; onSave: () => void }

/** The code editor's own keys, wherever on the page the focus is. */
export function useEditorKeys(keys: EditorKeys): void {
  const latest = useRef(keys)
  useEffect(() => {
    latest.current = keys
  })
  useEffect(() => {
    const keydown = (event: KeyboardEvent) => {
      // The code editor has dealt with its own.
      if (event.defaultPrevented || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return
      const action =
        event.key === "Enter" ? latest.current.onRun : event.key.toLowerCase() === "s" ? latest.current.onSave : null
      if (!action) return
      event.preventDefault()
      action()
    }
    window.addEventListener("keydown", keydown)
    return () => window.removeEventListener("keydown", keydown)
  }, [])
}
