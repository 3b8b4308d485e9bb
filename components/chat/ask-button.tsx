"use client"

import { MessageCircleQuestion } from "lucide-react"
import { Button } from "#components/ui/button.tsx"
import { Tooltip } from "#components/ui/tooltip.tsx"
import { useAskPanel } from "./ask-context.ts"

/** Opens and closes the panel in which the page's data are asked about. */
export function AskButton() {
  const panel = useAskPanel()
  if (!panel) return null
  const { isOpen, toggle, buttonRef } = panel
  return (
    <Tooltip content="Ask about these data" shortcut="Ctrl I">
      <Button ref={buttonRef} onClick={toggle} aria-expanded={isOpen} aria-keyshortcuts="Control+I Meta+I">
        <MessageCircleQuestion aria-hidden />
        Ask
      </Button>
    </Tooltip>
  )
}
