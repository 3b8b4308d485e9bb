"use client"

import { useState } from "react"
import { PrincipalPicker, type ChosenPrincipal } from "#components/sharing/principal-picker.tsx"
import { Badge } from "#components/ui/badge.tsx"
import { Button } from "#components/ui/button.tsx"
import { EmptyState } from "#components/ui/empty-state.tsx"
import { notify } from "#components/ui/notify.ts"
import { Panel } from "#components/ui/panel.tsx"
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "#components/ui/table.tsx"
import { errorMessage } from "#lib/browser/error-message.ts"
import type { GroupDetail, GroupMember } from "#lib/domain/group.ts"
import { useGroupActs } from "./use-groups.ts"

/** Who is in a group, and the ways to change that. */
export function GroupMembers({ group }: { group: GroupDetail }) {
  const { removeMember } = useGroupActs()
  const remove = async ({ id: userId, name }: GroupMember) => {
    try {
      await removeMember.mutateAsync({ id: group.id, userId })
      notify.done(`${name} is no longer in ${group.name}.`)
    } catch (error) {
      notify.failed(errorMessage(error))
    }
  }
  return (
    <Panel title="Members" actions={<AddMember group={group} />} bodyClassName="p-0">
      {group.members.length === 0 ? (
        <EmptyState className="py-8" title="Nobody is in it yet" />
      ) : (
        <Table label="Members">
          <TableHead>
            <tr>
              <TableHeader>Name</TableHeader>
              <TableHeader>E-mail</TableHeader>
              <TableHeader>
                <span className="sr-only">Remove</span>
              </TableHeader>
            </tr>
          </TableHead>
          <TableBody>
            {group.members.map((member) => (
              <TableRow key={member.id}>
                <TableCell className="font-medium">
                  <span className="flex items-center gap-2 whitespace-nowrap">
                    {member.name}
                    {member.disabled && <Badge tone="negative">Disabled</Badge>}
                    {member.fromSignIn && <Badge>From sign-in</Badge>}
                  </span>
                </TableCell>
                <TableCell className="text-muted">{member.email}</TableCell>
                <TableCell className="text-right">
                  <Button
                    variant="danger"
                    size="small"
                    aria-label={`Remove ${member.name}`}
                    title={
                      member.fromSignIn ? "Comes back at the next sign-in while the organisation says so" : undefined
                    }
                    onClick={() => void remove(member)}
                  >
                    Remove
                  </Button>
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
    </Panel>
  )
}

function AddMember({ group }: { group: GroupDetail }) {
  const { addMember } = useGroupActs()
  const [chosen, setChosen] = useState<ChosenPrincipal | null>(null)
  const add = async () => {
    if (chosen?.principal.type !== "user") return
    try {
      await addMember.mutateAsync({ id: group.id, userId: chosen.principal.userId })
      setChosen(null)
      notify.done(`${chosen.name} is in ${group.name} now.`)
    } catch (error) {
      notify.failed(errorMessage(error))
    }
  }
  return (
    <div className="flex w-full gap-2 sm:w-80">
      <div className="min-w-0 flex-1">
        <PrincipalPicker
          label="Person to add"
          chosen={chosen}
          onChoose={setChosen}
          leftOut={group.members.map(({ id }) => id)}
        />
      </div>
      <Button disabled={chosen === null} pending={addMember.isPending} onClick={() => void add()}>
        Add
      </Button>
    </div>
  )
}
