import { TriangleAlert } from "lucide-react"
import type { DatasetColumns } from "#lib/domain/summaries.ts"

/** Says, before a shared dashboard is saved, which datasets its readers will see something of for the first time. */
export function NewlyShown({ datasets }: { datasets: readonly Pick<DatasetColumns, "id" | "name">[] }) {
  if (datasets.length === 0) return null
  return (
    <p role="status" className="flex items-start gap-2 rounded-control bg-warning-soft px-3 py-2 text-warning">
      <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
      <span>
        This dashboard is shared. Once you save, its readers also see what the new cards show of{" "}
        {datasets.map(({ name }) => `“${name}”`).join(", ")}.
      </span>
    </p>
  )
}
