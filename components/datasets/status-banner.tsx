import type { ReactNode } from "react"
import { classNames } from "#components/ui/class-names.ts"

const TONE = { warning: "border-warning/40 bg-warning-soft", accent: "bg-accent-soft" }

type StatusBannerProps = { tone: keyof typeof TONE; icon: ReactNode; actions?: ReactNode; children: ReactNode }

/** Something to be known of a dataset before its rows are looked at. */
export function StatusBanner({ tone, icon, actions, children }: StatusBannerProps) {
  return (
    <div
      role="status"
      className={classNames("flex flex-wrap items-center gap-x-3 gap-y-2 rounded-panel border px-4 py-2.5", TONE[tone])}
    >
      {icon}
      <p className="min-w-0 flex-1 basis-60">{children}</p>
      {actions}
    </div>
  )
}
