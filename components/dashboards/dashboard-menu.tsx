"use client"

import { Copy, Ellipsis, Link2, RotateCw, Trash2, Workflow } from "lucide-react"
import { useRouter } from "next/navigation"
import { Button } from "#components/ui/button.tsx"
import { DropdownMenu, MenuItem, MenuSeparator } from "#components/ui/dropdown-menu.tsx"
import { notify } from "#components/ui/notify.ts"
import { request } from "#lib/browser/api.ts"
import { errorMessage } from "#lib/browser/error-message.ts"
import { dataOf } from "#lib/domain/api.ts"
import { DashboardDetail } from "#lib/domain/summaries.ts"
import { useDeleteDashboard } from "./use-delete-dashboard.ts"

type DashboardMenuProps = {
  dashboard: DashboardDetail
  onRerun: () => void
  onLinks: () => void
  onLineage: () => void
}

/** What can be done with a whole dashboard. */
export function DashboardMenu({ dashboard, onRerun, onLinks, onLineage }: DashboardMenuProps) {
  const router = useRouter()
  const remove = useDeleteDashboard()
  const { access } = dashboard
  const clone = async () => {
    try {
      const path = `/api/dashboards/${dashboard.id}/clone`
      const { data } = await request(dataOf(DashboardDetail), path, { method: "POST", body: {} })
      notify.done(`Copied to “${data.name}”`)
      router.push(`/dashboards/${data.id}`)
    } catch (error) {
      notify.failed(`“${dashboard.name}” could not be copied`, { description: errorMessage(error) })
    }
  }
  return (
    <DropdownMenu
      trigger={
        <Button variant="quiet" aria-label="Menu of the dashboard" className="w-8 px-0">
          <Ellipsis aria-hidden />
        </Button>
      }
    >
      <MenuItem icon={<RotateCw />} onSelect={onRerun}>
        Run all cards again
      </MenuItem>
      {access !== "viewer" && (
        <>
          <MenuItem icon={<Workflow />} onSelect={onLineage}>
            Lineage
          </MenuItem>
          <MenuItem icon={<Copy />} onSelect={() => void clone()}>
            Make a copy
          </MenuItem>
        </>
      )}
      {access === "owner" && (
        <>
          <MenuItem icon={<Link2 />} onSelect={onLinks}>
            Public links
          </MenuItem>
          <MenuSeparator />
          <MenuItem icon={<Trash2 />} destructive onSelect={() => void remove(dashboard)}>
            Delete dashboard
          </MenuItem>
        </>
      )}
    </DropdownMenu>
  )
}
