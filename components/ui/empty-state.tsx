import type { ReactNode } from "react"
import { classNames } from "./class-names.ts"

type EmptyStateProps = {
  /** "h1" where this is the whole page. */
  titleAs?: "p" | "h1" | "h2"
  icon?: ReactNode
  title: ReactNode
  /** What would be here, and how to get it. */
  description?: ReactNode
  actions?: ReactNode
  className?: string
}

export function EmptyState({ titleAs: Title = "p", icon, title, description, actions, className }: EmptyStateProps) {
  return (
    <div className={classNames("flex flex-col items-center justify-center gap-1 px-6 py-12 text-center", className)}>
      {icon !== undefined && <div className="mb-2 text-faint [&_svg]:size-6 [&_svg]:stroke-[1.5]">{icon}</div>}
      <Title className="text-14 font-medium">{title}</Title>
      {description !== undefined && <p className="max-w-96 text-13 text-pretty text-muted">{description}</p>}
      {actions !== undefined && <div className="mt-3 flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  )
}
