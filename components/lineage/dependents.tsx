"use client"

import { Pending } from "#components/ui/pending.tsx"
import { flattened, lineageTree } from "./lineage-tree.ts"
import { useLineage, type LineageThing } from "./use-lineage.ts"

/** How many are named before the rest is counted. */
const NAMED = 8

/** What would be left without a source if a thing were deleted: shown before it is. */
export function Dependents({ thing }: { thing: LineageThing }) {
  const lineage = useLineage(thing)
  if (lineage.isPending) return <Pending className="justify-start px-0 py-2">Looking for what depends on it…</Pending>
  if (lineage.isError) return <p className="mt-2">What depends on it can’t be told now.</p>
  const found = flattened(lineageTree(lineage.data, thing.id, "downstream"))
  if (found.length === 0) return <p className="mt-2">Nothing depends on it.</p>
  return (
    <div className="mt-2">
      <p className="font-medium text-ink">What depends on it:</p>
      <ul className="mt-1 list-disc pl-5">
        {found.slice(0, NAMED).map(({ id, kind, name, visible }) => (
          <li key={id} className="[overflow-wrap:anywhere]">
            {visible ? `${name} (${kind})` : `a ${kind} that is not shared with you`}
          </li>
        ))}
        {found.length > NAMED && <li>{found.length - NAMED} more</li>}
      </ul>
    </div>
  )
}
