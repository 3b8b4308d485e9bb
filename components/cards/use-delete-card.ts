"use client"

import { useRouter } from "next/navigation"
import { useState } from "react"
import { notify } from "#components/ui/notify.ts"
import { request } from "#lib/browser/api.ts"
import { errorMessage } from "#lib/browser/error-message.ts"
import { Nothing } from "#lib/browser/nothing.ts"
import { usersOf, type UsedBy } from "#lib/browser/used-by.ts"
import { dataOf } from "#lib/domain/api.ts"
import { Card } from "#lib/domain/card.ts"

type Deletable = Pick<Card, "id" | "name">

/** Deletes at once, since it can be undone from the toast; `usedBy` names the dashboards that stand in the way. */
export function useDeleteCard({ onDeleted }: { onDeleted: () => void }) {
  const router = useRouter()
  const [usedBy, setUsedBy] = useState<UsedBy[] | null>(null)

  const restore = async (card: Deletable) => {
    try {
      await request(dataOf(Card), `/api/cards/${card.id}/restore`, { method: "POST" })
      notify.done(`“${card.name}” is back`)
      router.refresh()
    } catch (error) {
      notify.failed(`“${card.name}” could not be brought back`, { description: errorMessage(error) })
    }
  }
  const remove = async (card: Deletable) => {
    try {
      await request(Nothing, `/api/cards/${card.id}`, { method: "DELETE" })
      notify.undoable(`Deleted “${card.name}”`, () => void restore(card))
      onDeleted()
    } catch (error) {
      const users = usersOf(error)
      if (users) setUsedBy(users)
      else notify.failed(`“${card.name}” could not be deleted`, { description: errorMessage(error) })
    }
  }
  return { remove, usedBy, dismiss: () => setUsedBy(null) }
}
