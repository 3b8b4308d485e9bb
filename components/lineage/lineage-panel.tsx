"use client"

import { ChartNoAxesColumn, Database, FileUp, LayoutGrid, TriangleAlert, Workflow, type LucideIcon } from "lucide-react"
import Link from "next/link"
import { ErrorState } from "#components/ui/error-state.tsx"
import { Pending } from "#components/ui/pending.tsx"
import { RelativeTime } from "#components/ui/relative-time.tsx"
import { errorMessage } from "#lib/browser/error-message.ts"
import type { LineageNode } from "#lib/domain/lineage.ts"
import { lineageTree, type LineageBranch } from "./lineage-tree.ts"
import { useLineage, type LineageThing } from "./use-lineage.ts"

const KIND: Record<LineageNode["kind"], { words: string; icon: LucideIcon; path?: string }> = {
  dataset: { words: "dataset", icon: Database, path: "/datasets" },
  transform: { words: "transform", icon: Workflow, path: "/transforms" },
  card: { words: "card", icon: ChartNoAxesColumn, path: "/cards" },
  dashboard: { words: "dashboard", icon: LayoutGrid, path: "/dashboards" },
  upload: { words: "uploaded file", icon: FileUp },
  s3: { words: "file in S3", icon: FileUp },
}

/** What a thing comes from and what depends on it, step by step, and how fresh each is. */
export function LineagePanel({ thing }: { thing: LineageThing }) {
  const lineage = useLineage(thing)
  if (lineage.isPending) return <Pending>Following the data…</Pending>
  if (lineage.isError)
    return (
      <ErrorState
        title="The lineage can’t be shown now"
        description={errorMessage(lineage.error)}
        onRetry={() => void lineage.refetch()}
      />
    )
  const self = lineage.data.nodes.find(({ id }) => id === thing.id)
  return (
    <div className="grid gap-6 @2xl:grid-cols-2">
      {self && (self.asOf !== null || self.stale !== null) && (
        <p className="flex flex-wrap items-center gap-x-3 @2xl:col-span-2">
          <span className="font-medium">Its data</span>
          <Freshness node={self} />
        </p>
      )}
      <Part
        title="Comes from"
        empty="Nothing: it reads no data."
        branches={lineageTree(lineage.data, thing.id, "upstream")}
      />
      <Part
        title="Depends on it"
        empty="Nothing that you may see."
        branches={lineageTree(lineage.data, thing.id, "downstream")}
      />
    </div>
  )
}

function Part({ title, empty, branches }: { title: string; empty: string; branches: readonly LineageBranch[] }) {
  return (
    <section aria-label={title} className="min-w-0">
      <h2 className="mb-1.5 text-13 font-semibold">{title}</h2>
      {branches.length === 0 ? <p className="text-muted">{empty}</p> : <Branches branches={branches} />}
    </section>
  )
}

/** A step further in, a step further away. */
function Branches({ branches }: { branches: readonly LineageBranch[] }) {
  return (
    <ul className="flex flex-col">
      {branches.map(({ node, again, elided, branches: further }) => (
        <li key={node.id}>
          <LineageEntry node={node} again={again} elided={elided} />
          {further.length > 0 && (
            <div className="ml-2 border-l pl-3.5">
              <Branches branches={further} />
            </div>
          )}
        </li>
      ))}
    </ul>
  )
}

function LineageEntry({ node, again, elided }: Omit<LineageBranch, "branches">) {
  const { words, icon: Icon, path } = KIND[node.kind]
  return (
    <div className="flex items-start gap-2 py-1">
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0 stroke-[1.75] text-muted" />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-baseline gap-x-2">
          {!node.visible ? (
            <span className="text-muted">A {words} that is not shared with you</span>
          ) : path === undefined ? (
            <span className="min-w-0 truncate">{node.name}</span>
          ) : (
            <Link href={`${path}/${node.id}`} className="min-w-0 truncate font-medium hover:underline">
              {node.name}
            </Link>
          )}
          <span className="text-12 text-muted">
            {node.visible && words}
            {elided && ", see above"}
          </span>
        </p>
        {!again && (node.asOf !== null || node.stale !== null) && (
          <p className="flex flex-wrap gap-x-3 text-12">
            <Freshness node={node} />
          </p>
        )}
      </div>
    </div>
  )
}

function Freshness({ node: { asOf, stale } }: { node: LineageNode }) {
  return (
    <>
      {asOf !== null && (
        <span className="text-muted">
          as of <RelativeTime at={asOf} />
        </span>
      )}
      {stale !== null && (
        <span className="flex items-start gap-1 text-warning">
          <TriangleAlert aria-hidden className="mt-0.5 size-3 shrink-0" />
          {stale}
        </span>
      )}
    </>
  )
}
