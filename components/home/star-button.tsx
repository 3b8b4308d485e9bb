"use client"

import { Star } from "lucide-react"
import { useRouter } from "next/navigation"
import { useOptimistic, useTransition } from "react"
import { classNames } from "#components/ui/class-names.ts"
import { IconButton } from "#components/ui/icon-button.tsx"
import { notify } from "#components/ui/notify.ts"
import { request } from "#lib/browser/api.ts"
import { errorMessage } from "#lib/browser/error-message.ts"
import { Nothing } from "#lib/browser/nothing.ts"
import type { DashboardId } from "#lib/domain/ids.ts"

type StarButtonProps = { dashboardId: DashboardId; name: string; starred: boolean; className?: string }

export function StarButton({ dashboardId, name, starred, className }: StarButtonProps) {
  const router = useRouter()
  const [shown, setShown] = useOptimistic(starred)
  const [, startTransition] = useTransition()
  const toggle = () =>
    startTransition(async () => {
      setShown(!shown)
      try {
        await request(Nothing, `/api/dashboards/${dashboardId}/star`, { method: shown ? "DELETE" : "PUT" })
        router.refresh()
      } catch (error) {
        notify.failed(errorMessage(error))
      }
    })
  return (
    <IconButton
      size="small"
      label={shown ? `Unstar ${name}` : `Star ${name}`}
      aria-pressed={shown}
      icon={<Star aria-hidden className={classNames("stroke-[1.75]", shown && "fill-chart-2 stroke-chart-2")} />}
      onClick={toggle}
      className={className}
    />
  )
}
