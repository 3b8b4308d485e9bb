"use client"

import Link from "next/link"
import { usePathname } from "next/navigation"
import { classNames } from "#components/ui/class-names.ts"
import { Tooltip } from "#components/ui/tooltip.tsx"
import { ADMIN_DESTINATIONS, DESTINATIONS, type Destination, isCurrent } from "./navigation.ts"

type NavLinksProps = { isAdmin: boolean; collapsed?: boolean; onNavigate?: () => void }

export function NavLinks({ isAdmin, collapsed = false, onNavigate }: NavLinksProps) {
  const list = (destinations: readonly Destination[]) => (
    <DestinationList destinations={destinations} collapsed={collapsed} onNavigate={onNavigate} />
  )
  return (
    <>
      <nav aria-label="Main">{list(DESTINATIONS)}</nav>
      {isAdmin && (
        <nav aria-label="Administration" className="mt-4">
          <p aria-hidden className={classNames("px-2 pb-1 text-11 font-medium text-muted", collapsed && "sr-only")}>
            Administration
          </p>
          {list(ADMIN_DESTINATIONS)}
        </nav>
      )}
    </>
  )
}

type DestinationListProps = {
  destinations: readonly Destination[]
  collapsed: boolean
  onNavigate: (() => void) | undefined
}

function DestinationList({ destinations, collapsed, onNavigate }: DestinationListProps) {
  const pathname = usePathname()
  return (
    <ul className="flex flex-col gap-0.5">
      {destinations.map((destination) => {
        const link = (
          <NavLink
            destination={destination}
            current={isCurrent(destination.href, pathname)}
            collapsed={collapsed}
            onNavigate={onNavigate}
          />
        )
        return (
          <li key={destination.href}>
            {collapsed ? (
              <Tooltip content={destination.label} side="right">
                {link}
              </Tooltip>
            ) : (
              link
            )}
          </li>
        )
      })}
    </ul>
  )
}

type NavLinkProps = {
  destination: Destination
  current: boolean
  collapsed: boolean
  onNavigate: (() => void) | undefined
}

// The rest is what a surrounding tooltip hands down to its trigger.
function NavLink({ destination, current, collapsed, onNavigate, ...rest }: NavLinkProps) {
  const Icon = destination.icon
  return (
    <Link
      {...rest}
      href={destination.href}
      onClick={onNavigate}
      aria-current={current ? "page" : undefined}
      className={classNames(
        "touch-target flex h-7 items-center gap-2 rounded-control px-2 font-medium text-muted hover:bg-surface-hover hover:text-ink",
        current && "bg-surface-active text-ink hover:bg-surface-active",
        collapsed && "justify-center px-0",
      )}
    >
      <Icon aria-hidden className="size-4 shrink-0 stroke-[1.75]" />
      <span className={collapsed ? "sr-only" : undefined}>{destination.label}</span>
    </Link>
  )
}
