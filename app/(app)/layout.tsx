import { cookies } from "next/headers"
import type { ReactNode } from "react"
import { AppShell } from "#components/shell/app-shell.tsx"
import { isSidebarCollapsed, SIDEBAR_COOKIE } from "#components/shell/sidebar-state.ts"
import { pageActor } from "#lib/server/auth/page-actor.ts"

export default async function AppLayout({ children }: { children: ReactNode }) {
  const { user } = await pageActor()
  const collapsed = isSidebarCollapsed((await cookies()).get(SIDEBAR_COOKIE)?.value)
  return (
    <AppShell user={user} sidebarCollapsed={collapsed}>
      {children}
    </AppShell>
  )
}
