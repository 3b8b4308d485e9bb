"use client"

import { ArrowRight, MoreHorizontal, Plus, Workflow } from "lucide-react"
import Link from "next/link"
import { useRouter } from "next/navigation"
import { useState } from "react"
import { NarrowedList } from "#components/sharing/narrowed-list.tsx"
import { ownerWords, type Reader } from "#components/sharing/ownership.ts"
import { Badge } from "#components/ui/badge.tsx"
import { DropdownMenu, MenuItem, MenuLink, MenuSeparator } from "#components/ui/dropdown-menu.tsx"
import { EmptyState } from "#components/ui/empty-state.tsx"
import { IconButton } from "#components/ui/icon-button.tsx"
import { LinkButton } from "#components/ui/link-button.tsx"
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "#components/ui/table.tsx"
import type { DatasetId } from "#lib/domain/ids.ts"
import type { TransformSummary } from "#lib/domain/summaries.ts"
import { DeleteTransformDialog } from "./delete-transform-dialog.tsx"
import { LastRun } from "./last-run.tsx"
import { NextRun } from "./next-run.tsx"

type TransformListProps = {
  transforms: readonly TransformSummary[]
  datasets: readonly { id: DatasetId; name: string; isStale: boolean }[]
  reader: Reader
}

export function TransformList({ transforms, datasets, reader }: TransformListProps) {
  const router = useRouter()
  const [deleting, setDeleting] = useState<TransformSummary | null>(null)
  if (transforms.length === 0) return <NoTransforms />

  const datasetById = new Map(datasets.map((dataset) => [dataset.id, dataset]))
  const nameOf = (id: DatasetId) => datasetById.get(id)?.name ?? "not shared with you"
  const wordsOf = ({ name, description, ownerName, inputDatasetIds, outputDatasetId }: TransformSummary) =>
    [name, description, ownerName, ...inputDatasetIds.map(nameOf), outputDatasetId ? nameOf(outputDatasetId) : ""].join(
      " ",
    )
  return (
    <>
      <NarrowedList
        things={transforms}
        kind="transform"
        reader={reader}
        textOf={wordsOf}
        placeholder="Search by name, dataset or owner"
        relation="has to do with"
      >
        {(found) => (
          <Table label="Transforms">
            <TableHead>
              <TableRow>
                <TableHeader>Name</TableHeader>
                <TableHeader className="max-md:hidden">Makes</TableHeader>
                <TableHeader>Last run</TableHeader>
                <TableHeader className="max-sm:hidden">Next run</TableHeader>
                <TableHeader className="max-lg:hidden">Owner</TableHeader>
                <TableHeader>
                  <span className="sr-only">Actions</span>
                </TableHeader>
              </TableRow>
            </TableHead>
            <TableBody>
              {found.map((transform) => (
                <TableRow key={transform.id}>
                  <TableCell className="max-w-44 sm:max-w-64">
                    <Link
                      href={`/transforms/${transform.id}`}
                      title={transform.name}
                      className="block truncate py-1 font-medium hover:underline"
                    >
                      {transform.name}
                    </Link>
                  </TableCell>
                  <TableCell className="max-w-80 max-md:hidden">
                    <span className="flex min-w-0 items-center gap-1.5">
                      <span className="min-w-0 truncate text-muted">
                        {transform.inputDatasetIds.map(nameOf).join(", ")}
                      </span>
                      <ArrowRight role="img" aria-label="to" className="size-3.5 shrink-0 text-faint" />
                      {transform.outputDatasetId ? (
                        <Link
                          href={`/datasets/${transform.outputDatasetId}`}
                          className="min-w-0 shrink-0 truncate hover:underline"
                        >
                          {nameOf(transform.outputDatasetId)}
                        </Link>
                      ) : (
                        <span className="shrink-0 text-muted">nothing yet</span>
                      )}
                      {transform.outputDatasetId && datasetById.get(transform.outputDatasetId)?.isStale && (
                        <Badge tone="warning">Old data</Badge>
                      )}
                    </span>
                  </TableCell>
                  <TableCell>
                    <LastRun key={transform.lastRun?.id} run={transform.lastRun} />
                  </TableCell>
                  <TableCell className="text-muted max-sm:hidden">
                    <NextRun transform={transform} />
                  </TableCell>
                  <TableCell className="max-w-40 truncate text-muted max-lg:hidden">
                    {ownerWords(transform.ownerId, transform.ownerName, reader)}
                  </TableCell>
                  <TableCell className="w-10 text-right">
                    <DropdownMenu
                      trigger={
                        <IconButton
                          size="small"
                          label={`Actions for ${transform.name}`}
                          icon={<MoreHorizontal aria-hidden />}
                        />
                      }
                    >
                      <MenuLink href={`/transforms/${transform.id}`}>Open</MenuLink>
                      <MenuLink href={`/transforms/${transform.id}?tab=runs`}>Runs</MenuLink>
                      <MenuLink href={`/transforms/new?from=${transform.id}`}>Duplicate</MenuLink>
                      <MenuSeparator />
                      <MenuItem destructive disabled={!transform.canEdit} onSelect={() => setDeleting(transform)}>
                        Delete…
                      </MenuItem>
                    </DropdownMenu>
                  </TableCell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
        )}
      </NarrowedList>
      {deleting && (
        <DeleteTransformDialog
          transform={deleting}
          onClose={() => setDeleting(null)}
          onDeleted={() => router.refresh()}
        />
      )}
    </>
  )
}

function NoTransforms() {
  return (
    <EmptyState
      icon={<Workflow aria-hidden />}
      title="No transforms yet"
      description="A transform joins, cleans or sums up datasets in Python or SQL, and publishes the result as a dataset: by hand, on a schedule, or whenever its inputs change."
      actions={
        <LinkButton href="/transforms/new" variant="primary">
          <Plus aria-hidden />
          New transform
        </LinkButton>
      }
    />
  )
}
