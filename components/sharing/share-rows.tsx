"use client"

import { Globe, User, Users, X } from "lucide-react"
import { Badge } from "#components/ui/badge.tsx"
import { IconButton } from "#components/ui/icon-button.tsx"
import { Select } from "#components/ui/select.tsx"
import type { SharesPage } from "#lib/domain/endpoints/sharing.ts"
import type { GrantRole, Share } from "#lib/domain/grant.ts"
import { ROLE_OPTIONS } from "./role-options.ts"

type ShareRowsProps = {
  page: SharesPage
  /** Only a dashboard's shares have roles. */
  withRoles: boolean
  onChange: (share: Share, role: GrantRole) => void
  onRemove: (share: Share) => void
}

const ICON = { user: User, group: Users, everyone: Globe }

/** Who has something, the owner first. */
export function ShareRows({ page, withRoles, onChange, onRemove }: ShareRowsProps) {
  return (
    <ul aria-label="Shared with" className="flex flex-col divide-y divide-line rounded-control border">
      <li className="flex min-h-11 items-center gap-3 px-3 py-1.5">
        <User aria-hidden className="size-4 shrink-0 text-muted" />
        <span className="min-w-0 flex-1 truncate font-medium">{page.owner.name}</span>
        <Badge>Owner</Badge>
      </li>
      {page.data.map((share) => {
        const Icon = ICON[share.principal.type]
        return (
          <li key={share.id} className="flex min-h-11 items-center gap-2 px-3 py-1.5">
            <Icon aria-hidden className="mr-1 size-4 shrink-0 text-muted" />
            <span className="min-w-0 flex-1">
              <span className="block truncate font-medium">{share.name}</span>
              {share.email !== null && <span className="block truncate text-12 text-muted">{share.email}</span>}
            </span>
            {withRoles && (
              <Select
                aria-label={`Role of ${share.name}`}
                options={ROLE_OPTIONS}
                value={share.role}
                onValueChange={(role) => onChange(share, role)}
                className="w-26"
              />
            )}
            <IconButton
              size="small"
              label={`Stop sharing with ${share.name}`}
              icon={<X aria-hidden />}
              onClick={() => onRemove(share)}
            />
          </li>
        )
      })}
    </ul>
  )
}
