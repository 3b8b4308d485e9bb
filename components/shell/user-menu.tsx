"use client"

import { ChevronsUpDown, LogOut, Settings } from "lucide-react"
import { classNames } from "#components/ui/class-names.ts"
import {
  DropdownMenu,
  MenuChoice,
  MenuItem,
  MenuLabel,
  MenuLink,
  MenuSeparator,
} from "#components/ui/dropdown-menu.tsx"
import { useTheme } from "#lib/browser/use-theme.ts"
import type { User } from "#lib/domain/user.ts"
import { endSession } from "./end-session.ts"
import { THEME_OPTIONS } from "./theme-options.tsx"

export function UserMenu({ user, collapsed = false }: { user: User; collapsed?: boolean }) {
  const { preference, setPreference } = useTheme()
  return (
    <DropdownMenu
      align="start"
      side="top"
      className="w-56"
      trigger={
        <button
          type="button"
          {...(collapsed ? { "aria-label": `Account: ${user.name}` } : { title: "Account" })}
          className={classNames(
            "touch-target flex h-9 w-full items-center gap-2 rounded-control px-1.5 text-left hover:bg-surface-hover data-[state=open]:bg-surface-hover",
            collapsed && "justify-center px-0",
          )}
        >
          <span
            aria-hidden
            className="flex size-6 shrink-0 items-center justify-center rounded-full bg-accent-soft text-11 font-semibold text-accent-text"
          >
            {initialsOf(user.name)}
          </span>
          {!collapsed && (
            <>
              <span className="min-w-0 flex-1 truncate font-medium">{user.name}</span>
              <ChevronsUpDown aria-hidden className="size-3.5 text-faint" />
            </>
          )}
        </button>
      }
    >
      <MenuLabel>
        <span className="block truncate">{user.email}</span>
      </MenuLabel>
      <MenuSeparator />
      <MenuChoice label="Theme" value={preference} onValueChange={setPreference} options={THEME_OPTIONS} />
      <MenuSeparator />
      <MenuLink href="/settings" icon={<Settings aria-hidden />}>
        Settings
      </MenuLink>
      <MenuItem icon={<LogOut aria-hidden />} onSelect={() => void endSession()}>
        Sign out
      </MenuItem>
    </DropdownMenu>
  )
}

function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/)
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => [...(word ?? "")][0] ?? "")
  return letters.join("").toUpperCase() || "?"
}
