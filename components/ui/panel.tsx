import type { ComponentProps, ReactNode } from "react"
import { classNames } from "./class-names.ts"

type PanelProps = Omit<ComponentProps<"section">, "title"> & {
  title?: ReactNode
  description?: ReactNode
  /** At the right of the title. */
  actions?: ReactNode
  bodyClassName?: string
}

/** A bordered area with an optional heading. */
export function Panel({ title, description, actions, className, bodyClassName, children, ...rest }: PanelProps) {
  return (
    <section {...rest} className={classNames("rounded-panel border bg-surface", className)}>
      {title !== undefined && (
        <header className="flex flex-wrap items-center justify-between gap-2 border-b px-4 py-3">
          <div className="min-w-0 flex-1 basis-56">
            <h2 className="text-13 font-semibold">{title}</h2>
            {description !== undefined && <p className="mt-0.5 text-12 text-pretty text-muted">{description}</p>}
          </div>
          {actions}
        </header>
      )}
      <div className={classNames("p-4", bodyClassName)}>{children}</div>
    </section>
  )
}
