import type { ReactNode } from "react"
import { classNames } from "./class-names.ts"

type PageHeaderProps = {
  title: ReactNode
  /** One quiet line below the title. */
  description?: ReactNode
  /** Where this is: links to what it belongs to. */
  breadcrumb?: ReactNode
  actions?: ReactNode
  className?: string
}

export function PageHeader({ title, description, breadcrumb, actions, className }: PageHeaderProps) {
  return (
    <header className={classNames("flex flex-wrap items-start justify-between gap-x-4 gap-y-2", className)}>
      <div className="min-w-0 flex-1 basis-44">
        {breadcrumb !== undefined && (
          <nav aria-label="Breadcrumb" className="mb-0.5 text-12 text-muted">
            {breadcrumb}
          </nav>
        )}
        <h1 className="text-20 font-semibold tracking-[-0.01em] break-words">{title}</h1>
        {description !== undefined && (
          <div className="mt-0.5 max-w-prose text-13 text-pretty text-muted">{description}</div>
        )}
      </div>
      {actions !== undefined && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </header>
  )
}
