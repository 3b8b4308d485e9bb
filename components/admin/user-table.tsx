"use client"

import { Ellipsis } from "lucide-react"
import { useState } from "react"
import { LocalTime } from "#components/datasets/local-time.tsx"
import { Badge } from "#components/ui/badge.tsx"
import { classNames } from "#components/ui/class-names.ts"
import { DropdownMenu, MenuItem, MenuSeparator } from "#components/ui/dropdown-menu.tsx"
import { IconButton } from "#components/ui/icon-button.tsx"
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "#components/ui/table.tsx"
import type { UserId } from "#lib/domain/ids.ts"
import type { User } from "#lib/domain/user.ts"
import { EditUserDialog } from "./edit-user-dialog.tsx"
import type { Invitation } from "./invite-link-dialog.tsx"
import { UserActDialog, type UserAct } from "./user-act-dialog.tsx"

type UserTableProps = { users: readonly User[]; readerId: UserId; onInvitation: (invitation: Invitation) => void }
/** What a phone has no room for: the menu at the end of a row matters more. */
const ROOMY = "max-sm:hidden"

type Open = { act: UserAct | "edit"; user: User }

export function UserTable({ users, readerId, onInvitation }: UserTableProps) {
  const [open, setOpen] = useState<Open | null>(null)
  const close = () => setOpen(null)
  return (
    <>
      <Table label="Users" className="rounded-panel border bg-surface">
        <TableHead>
          <tr>
            <TableHeader>Name</TableHeader>
            <TableHeader className={ROOMY}>E-mail</TableHeader>
            <TableHeader>Role</TableHeader>
            <TableHeader className={ROOMY}>Signs in with</TableHeader>
            <TableHeader className={ROOMY}>Since</TableHeader>
            <TableHeader>
              <span className="sr-only">Actions</span>
            </TableHeader>
          </tr>
        </TableHead>
        <TableBody>
          {users.map((user) => (
            <TableRow key={user.id}>
              <TableCell className="font-medium sm:max-w-72">
                <span className="flex items-center gap-2 whitespace-nowrap">
                  <span className="min-w-0 max-sm:whitespace-normal sm:truncate" title={user.name}>
                    {user.name}
                  </span>
                  {user.id === readerId && <span className="font-normal text-muted">(you)</span>}
                  {user.disabled && <Badge tone="negative">Disabled</Badge>}
                </span>
                <span className="block font-normal break-all text-muted sm:hidden">{user.email}</span>
              </TableCell>
              <TableCell className={classNames("max-w-72 truncate text-muted", ROOMY)} title={user.email}>
                {user.email}
              </TableCell>
              <TableCell>{user.role === "admin" ? <Badge tone="accent">Admin</Badge> : "Member"}</TableCell>
              <TableCell className={classNames("whitespace-nowrap text-muted", ROOMY)}>{meansOf(user)}</TableCell>
              <TableCell className={classNames("whitespace-nowrap text-muted", ROOMY)}>
                <LocalTime iso={user.createdAt} />
              </TableCell>
              <TableCell className="text-right">
                <UserMenu user={user} onChoose={(act) => setOpen({ act, user })} />
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
      {open?.act === "edit" && <EditUserDialog user={open.user} onClose={close} />}
      {open && open.act !== "edit" && (
        <UserActDialog
          act={open.act}
          user={open.user}
          isReader={open.user.id === readerId}
          onClose={close}
          onInvitation={onInvitation}
        />
      )}
    </>
  )
}

function UserMenu({ user, onChoose }: { user: User; onChoose: (act: UserAct | "edit") => void }) {
  return (
    <DropdownMenu
      trigger={<IconButton size="small" label={`Actions for ${user.name}`} icon={<Ellipsis aria-hidden />} />}
    >
      <MenuItem onSelect={() => onChoose("edit")}>Edit…</MenuItem>
      {!user.disabled && !user.hasIdentity && (
        <MenuItem onSelect={() => onChoose(user.hasPassword ? "reset" : "invite")}>
          {user.hasPassword ? "Reset password…" : "New invitation link…"}
        </MenuItem>
      )}
      <MenuSeparator />
      {user.disabled ? (
        <MenuItem onSelect={() => onChoose("enable")}>Enable…</MenuItem>
      ) : (
        <MenuItem destructive onSelect={() => onChoose("disable")}>
          Disable…
        </MenuItem>
      )}
    </DropdownMenu>
  )
}

function meansOf({ hasPassword, hasIdentity }: User): string {
  if (hasIdentity) return hasPassword ? "organisation, password" : "organisation"
  return hasPassword ? "password" : "invited"
}
