import { TriangleAlert } from "lucide-react"

/**
 * Says, before a shared dashboard is saved, which datasets its readers will see something of for the first time. null is
 * one whose name the editor may not know.
 */
export function NewlyShown({ names }: { names: readonly (string | null)[] }) {
  if (names.length === 0) return null
  return (
    <p role="status" className="flex items-start gap-2 rounded-control bg-warning-soft px-3 py-2 text-warning">
      <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
      <span>
        This dashboard is shared. Once you save, its readers, and those of its public links, also see what the new cards
        show of{" "}
        {names.map((name) => (name === null ? "a dataset that you don’t see yourself" : `“${name}”`)).join(", ")}.
      </span>
    </p>
  )
}
