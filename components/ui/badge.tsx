import type { ReactNode } from "react"
import { classNames } from "./class-names.ts"

export type BadgeTone = "neutral" | "accent" | "positive" | "negative" | "warning"

const TONE: Record<BadgeTone, string> = {
  neutral: "bg-surface-hover text-muted",
  accent: "bg-accent-soft text-accent-text",
  positive: "bg-positive-soft text-positive",
  negative: "bg-negative-soft text-negative",
  warning: "bg-warning-soft text-warning",
}

export function Badge({
  tone = "neutral",
  className,
  children,
}: {
  tone?: BadgeTone
  className?: string
  children: ReactNode
}) {
  return (
    <span
      className={classNames(
        "inline-flex h-5 shrink-0 items-center gap-1 rounded-[5px] px-1.5 text-11 font-medium whitespace-nowrap tabular [&_svg]:size-3",
        TONE[tone],
        className,
      )}
    >
      {children}
    </span>
  )
}
