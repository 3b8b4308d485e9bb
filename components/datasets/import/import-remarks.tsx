import { TriangleAlert } from "lucide-react"

/** What was done to the file that its owner may want to know. */
export function ImportRemarks({ warnings }: { warnings: readonly string[] }) {
  if (warnings.length === 0) return null
  return (
    <details open={warnings.length <= 3} className="rounded-panel border bg-warning-soft px-4 py-3">
      <summary className="flex items-center gap-2 font-medium">
        <TriangleAlert aria-hidden className="size-4 text-warning" />
        {warnings.length === 1 ? "One remark" : `${warnings.length} remarks`}
      </summary>
      <ul className="mt-2 ml-6 flex list-disc flex-col gap-1">
        {warnings.map((warning, index) => (
          // Two columns may be remarked on in the same words.
          <li key={index}>{warning}</li>
        ))}
      </ul>
    </details>
  )
}
