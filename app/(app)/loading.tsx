import { Page } from "#components/ui/page.tsx"
import { Skeleton } from "#components/ui/skeleton.tsx"

const ROWS = ["w-2/3", "w-1/2", "w-3/5", "w-2/5", "w-1/2"]

export default function Loading() {
  return (
    <Page>
      <output className="sr-only">Loading…</output>
      <Skeleton className="h-7 w-48" />
      <div className="flex flex-col gap-4 pt-2">
        {ROWS.map((width, row) => (
          <Skeleton key={row} className={width} />
        ))}
      </div>
    </Page>
  )
}
