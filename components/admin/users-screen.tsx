"use client"

import { UserPlus, Users } from "lucide-react"
import { useState } from "react"
import { Button } from "#components/ui/button.tsx"
import { EmptyState } from "#components/ui/empty-state.tsx"
import { ErrorState } from "#components/ui/error-state.tsx"
import { Input } from "#components/ui/input.tsx"
import { PageHeader } from "#components/ui/page-header.tsx"
import { Page } from "#components/ui/page.tsx"
import { Pending } from "#components/ui/pending.tsx"
import { errorMessage } from "#lib/browser/error-message.ts"
import type { UserId } from "#lib/domain/ids.ts"
import { InviteLinkDialog, type Invitation } from "./invite-link-dialog.tsx"
import { NewUserDialog } from "./new-user-dialog.tsx"
import { useUsers } from "./use-users.ts"
import { UserTable } from "./user-table.tsx"

/** Everybody with an account. `readerId` is the admin who looks. */
export function UsersScreen({ readerId }: { readerId: UserId }) {
  const [search, setSearch] = useState("")
  const [creating, setCreating] = useState(false)
  const [invitation, setInvitation] = useState<Invitation | null>(null)
  return (
    <Page>
      <PageHeader
        title="Users"
        description="Everyone with an account. Nobody can sign in with a disabled one; what it owns stays."
        actions={
          <Button variant="primary" onClick={() => setCreating(true)}>
            <UserPlus aria-hidden />
            New user
          </Button>
        }
      />
      <Input
        type="search"
        aria-label="Search users"
        placeholder="Name or e-mail"
        value={search}
        onChange={(event) => setSearch(event.target.value)}
        className="max-w-72"
      />
      <UserList search={search} readerId={readerId} onInvitation={setInvitation} />
      {creating && <NewUserDialog onClose={() => setCreating(false)} onInvitation={setInvitation} />}
      <InviteLinkDialog invitation={invitation} onClose={() => setInvitation(null)} />
    </Page>
  )
}

type UserListProps = { search: string; readerId: UserId; onInvitation: (invitation: Invitation) => void }

function UserList({ search, readerId, onInvitation }: UserListProps) {
  const users = useUsers(search)
  if (users.isPending) return <Pending>Loading the users…</Pending>
  if (users.isError) {
    return (
      <ErrorState
        title="The users could not be loaded"
        description={errorMessage(users.error)}
        onRetry={() => void users.refetch()}
        retryPending={users.isFetching}
      />
    )
  }
  const found = users.data.pages.flatMap(({ data }) => data)
  if (found.length === 0) {
    return (
      <EmptyState icon={<Users aria-hidden />} title="Nobody matches" description={`Nobody is called “${search}”.`} />
    )
  }
  return (
    <>
      <UserTable users={found} readerId={readerId} onInvitation={onInvitation} />
      {users.hasNextPage && (
        <Button className="self-start" pending={users.isFetchingNextPage} onClick={() => void users.fetchNextPage()}>
          Show more
        </Button>
      )}
    </>
  )
}
