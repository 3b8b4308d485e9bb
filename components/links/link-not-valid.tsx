import { Unlink } from "lucide-react"
import { EmptyState } from "#components/ui/empty-state.tsx"

/** The one answer to every link that does not work, for whatever reason. */
export function LinkNotValid() {
  return (
    <div className="flex min-h-64 items-center justify-center p-6">
      <EmptyState
        titleAs="h1"
        icon={<Unlink aria-hidden />}
        title="This link is not valid"
        description="It may have expired or been withdrawn. Ask whoever sent it to you for another."
      />
    </div>
  )
}
