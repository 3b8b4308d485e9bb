"use client"

import { PanelLeft } from "lucide-react"
import Link from "next/link"
import { useState } from "react"
import { classNames } from "#components/ui/class-names.ts"
import { IconButton } from "#components/ui/icon-button.tsx"
import { remember } from "#lib/browser/remember.ts"
import type { User } from "#lib/domain/user.ts"
import { Mark } from "./mark.tsx"
import { NavLinks } from "./nav-links.tsx"
import { SearchButton } from "./search-button.tsx"
import { SIDEBAR_COOKIE } from "./sidebar-state.ts"
import { UserMenu } from "./user-menu.tsx"

export function Sidebar({ user, initiallyCollapsed }: { user: User; initiallyCollapsed: boolean }) {
  const [collapsed, setCollapsed] = useState(initiallyCollapsed)
  const toggle = () => {
    remember(SIDEBAR_COOKIE, collapsed ? "open" : "collapsed")
    setCollapsed(!collapsed)
  }
  return (
    <aside
      aria-label="Sidebar"
      className={classNames(
        "sticky top-0 hidden h-dvh shrink-0 flex-col gap-3 border-r bg-surface-sunken p-2 md:flex",
        collapsed ? "w-13" : "w-56",
      )}
    >
      <div className={classNames("flex items-center", collapsed ? "flex-col gap-1" : "justify-between")}>
        <Link
          href="/"
          aria-label="Cardloom, home"
          className="touch-target flex h-8 items-center gap-2 rounded-control px-2 text-14 font-semibold tracking-[-0.01em]"
        >
          <Mark className="size-4.5 shrink-0" />
          {!collapsed && "Cardloom"}
        </Link>
        <IconButton
          size="small"
          label={collapsed ? "Widen sidebar" : "Narrow sidebar"}
          icon={<PanelLeft aria-hidden />}
          aria-expanded={!collapsed}
          onClick={toggle}
        />
      </div>
      <SearchButton collapsed={collapsed} />
      <div className="min-h-0 flex-1 overflow-y-auto">
        <NavLinks isAdmin={user.role === "admin"} collapsed={collapsed} />
      </div>
      <UserMenu user={user} collapsed={collapsed} />
    </aside>
  )
}
