import { LoaderCircle } from "lucide-react"
import { classNames } from "./class-names.ts"

/** Decoration only: what is going on must be said in words beside it (see Pending). */
export function Spinner({ className }: { className?: string }) {
  return <LoaderCircle aria-hidden className={classNames("size-4 animate-spin", className)} />
}
