"use client"

import { Menu } from "lucide-react"
import Link from "next/link"
import { useState } from "react"
import { Button } from "#components/ui/button.tsx"
import { Sheet } from "#components/ui/sheet.tsx"
import type { User } from "#lib/domain/user.ts"
import { Mark } from "./mark.tsx"
import { NavLinks } from "./nav-links.tsx"
import { SearchButton } from "./search-button.tsx"
import { UserMenu } from "./user-menu.tsx"

/** What the sidebar is on wide screens, for phones. */
export function TopBar({ user }: { user: User }) {
  const [open, setOpen] = useState(false)
  return (
    <header className="sticky top-0 z-30 flex h-(--app-top) items-center justify-between gap-1 border-b bg-surface px-1 md:hidden">
      <Sheet
        open={open}
        onOpenChange={setOpen}
        title="Cardloom"
        trigger={
          <Button variant="quiet" aria-label="Open navigation" className="size-11 px-0">
            <Menu aria-hidden />
          </Button>
        }
      >
        <div className="flex flex-1 flex-col justify-between gap-4 p-2">
          <div>
            <NavLinks isAdmin={user.role === "admin"} onNavigate={() => setOpen(false)} />
          </div>
          <UserMenu user={user} />
        </div>
      </Sheet>
      <Link
        href="/"
        aria-label="Cardloom, home"
        className="flex h-11 items-center gap-2 rounded-control px-2 text-14 font-semibold tracking-[-0.01em]"
      >
        <Mark className="size-4.5" />
        Cardloom
      </Link>
      <SearchButton collapsed />
    </header>
  )
}
