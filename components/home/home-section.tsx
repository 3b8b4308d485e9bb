import { type ReactNode, useId } from "react"

export function HomeSection({ title, children }: { title: string; children: ReactNode }) {
  const id = useId()
  return (
    <section aria-labelledby={id} className="flex flex-col gap-2.5">
      <h2 id={id} className="text-12 font-medium text-muted">
        {title}
      </h2>
      {children}
    </section>
  )
}
