import type { ReactNode } from "react"
import { Mark } from "#components/shell/mark.tsx"

/** The page of someone who is not signed in yet. */
export function AuthFrame({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className="flex min-h-dvh flex-col items-center bg-surface-sunken px-4 pt-[14vh] pb-8">
      <div className="mb-6 flex items-center gap-2 text-16 font-semibold tracking-[-0.01em]">
        <Mark className="size-5" />
        Cardloom
      </div>
      <div className="w-full max-w-88 rounded-panel border bg-surface p-6">
        <h1 className="mb-4 text-16 font-semibold">{title}</h1>
        {children}
      </div>
    </main>
  )
}
