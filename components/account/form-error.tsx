import { CircleAlert } from "lucide-react"

/** Why a whole form was refused. */
export function FormError({ children }: { children: string | undefined }) {
  if (children === undefined) return null
  return (
    <p role="alert" className="flex items-start gap-2 rounded-control bg-negative-soft px-3 py-2 text-13 text-negative">
      <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
      <span className="min-w-0">{children}</span>
    </p>
  )
}
