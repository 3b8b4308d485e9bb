import { Workflow } from "lucide-react"
import Link from "next/link"
import { LinkButton } from "#components/ui/link-button.tsx"
import type { TransformRef } from "#lib/domain/transform.ts"

/** Which transform makes a dataset. */
export function MadeBy({ maker: { id, name } }: { maker: TransformRef }) {
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <p className="flex min-w-0 items-center gap-2 text-muted">
        <Workflow aria-hidden className="size-4 shrink-0 stroke-[1.75]" />
        {name === null ? (
          "Made by a transform that is not shared with you."
        ) : (
          <span className="min-w-0">
            Made by the transform{" "}
            <Link href={`/transforms/${id}`} className="font-medium text-accent-text hover:underline">
              {name}
            </Link>
            .
          </span>
        )}
      </p>
      {name !== null && (
        <LinkButton href={`/transforms/${id}?tab=runs`} size="small">
          Its runs
        </LinkButton>
      )}
    </div>
  )
}
