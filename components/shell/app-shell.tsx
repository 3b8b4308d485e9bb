import type { ReactNode } from "react"
import type { User } from "#lib/domain/user.ts"
import { NoPasswordBanner } from "./no-password-banner.tsx"
import { PaletteProvider } from "./palette-provider.tsx"
import { Sidebar } from "./sidebar.tsx"
import { TopBar } from "./top-bar.tsx"

type AppShellProps = { user: User; sidebarCollapsed: boolean; children: ReactNode }

/** What stays on screen from page to page: navigation, the palette, and what must be dealt with first. */
export function AppShell({ user, sidebarCollapsed, children }: AppShellProps) {
  return (
    <PaletteProvider>
      <a
        href="#content"
        className="fixed top-2 left-2 z-50 -translate-y-16 rounded-control bg-accent px-3 py-2 font-medium text-on-accent focus:translate-y-0"
      >
        Skip to content
      </a>
      <div className="flex min-h-dvh max-md:flex-col">
        <Sidebar user={user} initiallyCollapsed={sidebarCollapsed} />
        <TopBar user={user} />
        <main id="content" tabIndex={-1} className="flex min-w-0 flex-1 flex-col outline-none">
          {!user.hasPassword && !user.hasIdentity && <NoPasswordBanner />}
          {children}
        </main>
      </div>
    </PaletteProvider>
  )
}
