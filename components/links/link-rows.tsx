"use client"

import { Ellipsis, Eye, Link2, Pencil, RefreshCw, Trash2 } from "lucide-react"
import { LocalTime } from "#components/datasets/local-time.tsx"
import { Badge } from "#components/ui/badge.tsx"
import { Button } from "#components/ui/button.tsx"
import { DropdownMenu, MenuItem, MenuSeparator } from "#components/ui/dropdown-menu.tsx"
import { RelativeTime } from "#components/ui/relative-time.tsx"
import { useNow } from "#lib/browser/use-now.ts"
import type { ShareLink } from "#lib/domain/share-link.ts"

type LinkRowsProps = {
  links: readonly ShareLink[]
  onPreview: (link: ShareLink) => void
  onEdit: (link: ShareLink) => void
  onRotate: (link: ShareLink) => void
  onRevoke: (link: ShareLink) => void
}

/** A dashboard's public links, with what each lets through and how often it was looked at. */
export function LinkRows({ links, onPreview, onEdit, onRotate, onRevoke }: LinkRowsProps) {
  const now = useNow()
  return (
    <ul aria-label="Public links" className="flex flex-col divide-y divide-line rounded-control border">
      {links.map((link) => {
        const lockCount = Object.keys(link.lockedFilters).length
        const hasExpired = now !== null && link.expiresAt !== null && new Date(link.expiresAt) <= now
        return (
          <li key={link.id} className="flex min-h-11 items-center gap-2 px-3 py-2">
            <Link2 aria-hidden className="mr-1 size-4 shrink-0 text-muted" />
            <div className="min-w-0 flex-1">
              <p className="truncate font-medium">{link.name}</p>
              <div className="flex flex-wrap items-center gap-1 empty:hidden">
                {hasExpired && <Badge tone="warning">Expired</Badge>}
                {link.hasPassword && <Badge>Password</Badge>}
                {link.canAsk && <Badge>Questions</Badge>}
                {lockCount > 0 && <Badge>{lockCount === 1 ? "1 locked filter" : `${lockCount} locked filters`}</Badge>}
              </div>
              <p className="text-12 text-muted">
                {link.viewCount === 1 ? "1 view" : `${link.viewCount} views`}
                {link.lastViewedAt !== null && (
                  <>
                    , last <RelativeTime at={link.lastViewedAt} />
                  </>
                )}
                {link.expiresAt !== null && !hasExpired && (
                  <>
                    {" "}
                    · until <LocalTime iso={link.expiresAt} />
                  </>
                )}
              </p>
            </div>
            <Button size="small" onClick={() => onPreview(link)}>
              <Eye aria-hidden />
              <span className="max-sm:sr-only">View as this link</span>
            </Button>
            <DropdownMenu
              trigger={
                <Button variant="quiet" size="small" aria-label={`Menu of ${link.name}`} className="w-7 px-0">
                  <Ellipsis aria-hidden />
                </Button>
              }
            >
              <MenuItem icon={<Pencil />} onSelect={() => onEdit(link)}>
                Change…
              </MenuItem>
              <MenuItem icon={<RefreshCw />} onSelect={() => onRotate(link)}>
                Give it a new address…
              </MenuItem>
              <MenuSeparator />
              <MenuItem icon={<Trash2 />} destructive onSelect={() => onRevoke(link)}>
                Revoke…
              </MenuItem>
            </DropdownMenu>
          </li>
        )
      })}
    </ul>
  )
}
