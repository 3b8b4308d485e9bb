import { Page } from "#components/ui/page.tsx"
import { Skeleton } from "#components/ui/skeleton.tsx"

export default function Loading() {
  return (
    <Page>
      <span role="status" className="sr-only">
        Loading…
      </span>
      <Skeleton className="h-7 w-56" />
      <div className="flex flex-col gap-3">
        <Skeleton />
        <Skeleton className="w-11/12" />
        <Skeleton className="w-10/12" />
      </div>
    </Page>
  )
}
