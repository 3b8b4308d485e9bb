"use client"

import { Progress } from "radix-ui"
import { classNames } from "./class-names.ts"

type ProgressBarProps = {
  label: string
  /** From 0 to 1; null while the end is not known. */
  fraction: number | null
  tone?: "accent" | "positive" | "negative"
  className?: string
}

const TONE = { accent: "bg-accent", positive: "bg-positive", negative: "bg-negative" }

export function ProgressBar({ label, fraction, tone = "accent", className }: ProgressBarProps) {
  const percent = fraction === null ? null : Math.round(Math.min(1, Math.max(0, fraction)) * 100)
  return (
    <Progress.Root
      aria-label={label}
      value={percent}
      max={100}
      className={classNames("h-1 w-full overflow-hidden rounded-full bg-surface-active", className)}
    >
      <Progress.Indicator
        className={classNames(
          "h-full rounded-full transition-[width] duration-(--duration-calm)",
          TONE[tone],
          percent === null && "w-1/3 animate-creep",
        )}
        style={percent === null ? undefined : { width: `${percent}%` }}
      />
    </Progress.Root>
  )
}
