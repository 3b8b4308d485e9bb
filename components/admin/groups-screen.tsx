"use client"

import { Plus, UsersRound } from "lucide-react"
import Link from "next/link"
import { useRouter } from "next/navigation"
import { useState } from "react"
import { LocalTime } from "#components/datasets/local-time.tsx"
import { Button } from "#components/ui/button.tsx"
import { EmptyState } from "#components/ui/empty-state.tsx"
import { ErrorState } from "#components/ui/error-state.tsx"
import { Input } from "#components/ui/input.tsx"
import { PageHeader } from "#components/ui/page-header.tsx"
import { Page } from "#components/ui/page.tsx"
import { Pending } from "#components/ui/pending.tsx"
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "#components/ui/table.tsx"
import { errorMessage } from "#lib/browser/error-message.ts"
import { GroupNameDialog } from "./group-name-dialog.tsx"
import { useGroupActs, useGroups } from "./use-groups.ts"

export function GroupsScreen() {
  const router = useRouter()
  const { create } = useGroupActs()
  const [search, setSearch] = useState("")
  const [creating, setCreating] = useState(false)
  return (
    <Page>
      <PageHeader
        title="Groups"
        description="What is shared with a group is shared with whoever is in it."
        actions={
          <Button variant="primary" onClick={() => setCreating(true)}>
            <Plus aria-hidden />
            New group
          </Button>
        }
      />
      <Input
        type="search"
        aria-label="Search groups"
        placeholder="Name"
        value={search}
        onChange={(event) => setSearch(event.target.value)}
        className="max-w-72"
      />
      <GroupList search={search} />
      {creating && (
        <GroupNameDialog
          title="New group"
          confirmLabel="Create group"
          initial=""
          onClose={() => setCreating(false)}
          onSave={async (name) => router.push(`/admin/groups/${(await create.mutateAsync(name)).id}`)}
        />
      )}
    </Page>
  )
}

function GroupList({ search }: { search: string }) {
  const groups = useGroups(search)
  if (groups.isPending) return <Pending>Loading the groups…</Pending>
  if (groups.isError) {
    return (
      <ErrorState
        title="The groups could not be loaded"
        description={errorMessage(groups.error)}
        onRetry={() => void groups.refetch()}
        retryPending={groups.isFetching}
      />
    )
  }
  const found = groups.data.pages.flatMap(({ data }) => data)
  if (found.length === 0) {
    return search.trim() === "" ? (
      <EmptyState
        icon={<UsersRound aria-hidden />}
        title="No groups yet"
        description="Make one for each team that is to see the same things."
      />
    ) : (
      <EmptyState title="No group matches" description={`No group is called “${search}”.`} />
    )
  }
  return (
    <>
      <Table label="Groups" className="rounded-panel border bg-surface">
        <TableHead>
          <tr>
            <TableHeader>Name</TableHeader>
            <TableHeader numeric>Members</TableHeader>
            <TableHeader>Since</TableHeader>
          </tr>
        </TableHead>
        <TableBody>
          {found.map((group) => (
            <TableRow key={group.id}>
              <TableCell className="font-medium">
                <Link href={`/admin/groups/${group.id}`} className="hover:underline">
                  {group.name}
                </Link>
              </TableCell>
              <TableCell numeric>{group.memberCount}</TableCell>
              <TableCell className="text-muted">
                <LocalTime iso={group.createdAt} />
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
      {groups.hasNextPage && (
        <Button className="self-start" pending={groups.isFetchingNextPage} onClick={() => void groups.fetchNextPage()}>
          Show more
        </Button>
      )}
    </>
  )
}
