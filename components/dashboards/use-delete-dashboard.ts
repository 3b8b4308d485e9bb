"use client"

import { useRouter } from "next/navigation"
import { notify } from "#components/ui/notify.ts"
import { request } from "#lib/browser/api.ts"
import { errorMessage } from "#lib/browser/error-message.ts"
import { Nothing } from "#lib/browser/nothing.ts"
import { dataOf } from "#lib/domain/api.ts"
import { Dashboard } from "#lib/domain/dashboard.ts"

type Deletable = Pick<Dashboard, "id" | "name">

/** Deletes at once, since the toast can undo it. */
export function useDeleteDashboard() {
  const router = useRouter()
  const restore = async ({ id, name }: Deletable) => {
    try {
      await request(dataOf(Dashboard), `/api/dashboards/${id}/restore`, { method: "POST" })
      notify.done(`“${name}” is back`)
      router.refresh()
    } catch (error) {
      notify.failed(`“${name}” could not be brought back`, { description: errorMessage(error) })
    }
  }
  return async (dashboard: Deletable) => {
    try {
      await request(Nothing, `/api/dashboards/${dashboard.id}`, { method: "DELETE" })
      notify.undoable(`Deleted “${dashboard.name}”`, () => void restore(dashboard))
      router.push("/dashboards")
      router.refresh()
    } catch (error) {
      notify.failed(`“${dashboard.name}” could not be deleted`, { description: errorMessage(error) })
    }
  }
}
