import type { ReactNode } from "react"

export function Kbd({ children }: { children: ReactNode }) {
  return (
    <kbd className="inline-flex h-4.5 min-w-4.5 items-center justify-center rounded-[4px] border border-line-strong bg-surface-sunken px-1 font-sans text-11 text-muted">
      {children}
    </kbd>
  )
}
