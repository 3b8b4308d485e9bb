"use client"

import { Pencil, Trash2 } from "lucide-react"
import Link from "next/link"
import { useRouter } from "next/navigation"
import { useState } from "react"
import { Button } from "#components/ui/button.tsx"
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx"
import { ErrorState } from "#components/ui/error-state.tsx"
import { notify } from "#components/ui/notify.ts"
import { PageHeader } from "#components/ui/page-header.tsx"
import { Page } from "#components/ui/page.tsx"
import { Pending } from "#components/ui/pending.tsx"
import { errorMessage } from "#lib/browser/error-message.ts"
import type { GroupDetail } from "#lib/domain/group.ts"
import type { GroupId } from "#lib/domain/ids.ts"
import { GroupMembers } from "./group-members.tsx"
import { GroupNameDialog } from "./group-name-dialog.tsx"
import { sharedWords } from "./shared-words.ts"
import { useGroup, useGroupActs } from "./use-groups.ts"

/** One group and who is in it. */
export function GroupScreen({ groupId }: { groupId: GroupId }) {
  const group = useGroup(groupId)
  if (group.isPending) return <Pending>Loading the group…</Pending>
  if (group.isError) {
    return (
      <ErrorState
        titleAs="h1"
        title="The group could not be loaded"
        description={errorMessage(group.error)}
        onRetry={() => void group.refetch()}
        retryPending={group.isFetching}
      />
    )
  }
  return <LoadedGroup group={group.data} />
}

function LoadedGroup({ group }: { group: GroupDetail }) {
  const router = useRouter()
  const { rename, remove } = useGroupActs()
  const [open, setOpen] = useState<"rename" | "delete" | null>(null)
  const shared = sharedWords(group.shared)
  return (
    <Page>
      <PageHeader
        breadcrumb={<Link href="/admin/groups">Groups</Link>}
        title={group.name}
        description={shared === null ? "Nothing is shared with it." : `Shared with it: ${shared}.`}
        actions={
          <>
            <Button onClick={() => setOpen("rename")}>
              <Pencil aria-hidden />
              Rename
            </Button>
            <Button variant="danger" onClick={() => setOpen("delete")}>
              <Trash2 aria-hidden />
              Delete
            </Button>
          </>
        }
      />
      <GroupMembers group={group} />
      {open === "rename" && (
        <GroupNameDialog
          title={`Rename ${group.name}`}
          confirmLabel="Rename"
          initial={group.name}
          onClose={() => setOpen(null)}
          onSave={async (name) => void (await rename.mutateAsync({ id: group.id, name }))}
        />
      )}
      <ConfirmDialog
        open={open === "delete"}
        onOpenChange={(next) => !next && setOpen(null)}
        title={`Delete the group ${group.name}?`}
        description={
          shared === null
            ? "Nothing is shared with it, so nobody loses anything. This can't be undone."
            : `${shared} ${isOne(group) ? "is" : "are"} shared with it. Its members lose that with their next request, unless it is shared with them in another way. This can't be undone.`
        }
        confirmLabel="Delete group"
        destructive
        errorMessage={errorMessage}
        onConfirm={async () => {
          await remove.mutateAsync(group.id)
          notify.done(`Deleted the group ${group.name}.`)
          router.push("/admin/groups")
        }}
      />
    </Page>
  )
}

const isOne = ({ shared: { dashboards, datasets, cards } }: GroupDetail): boolean => dashboards + datasets + cards === 1
