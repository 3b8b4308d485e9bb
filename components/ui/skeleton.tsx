import { classNames } from "./class-names.ts"

/** The shape of what will come. Hidden from screen readers: say what loads beside it. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={classNames("h-4 animate-shimmer rounded-control bg-surface-active", className)} />
}
