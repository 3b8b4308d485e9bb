"use client"

import { useQuery } from "@tanstack/react-query"
import Link from "next/link"
import { useRouter } from "next/navigation"
import { useState } from "react"
import { Button } from "#components/ui/button.tsx"
import { Dialog } from "#components/ui/dialog.tsx"
import { ErrorState } from "#components/ui/error-state.tsx"
import { Field } from "#components/ui/field.tsx"
import { Input } from "#components/ui/input.tsx"
import { notify } from "#components/ui/notify.ts"
import { Pending } from "#components/ui/pending.tsx"
import { addToDashboard } from "#lib/browser/add-to-dashboard.ts"
import { request } from "#lib/browser/api.ts"
import { errorMessage } from "#lib/browser/error-message.ts"
import { dataOf, pageOf } from "#lib/domain/api.ts"
import type { Card } from "#lib/domain/card.ts"
import type { DashboardId } from "#lib/domain/ids.ts"
import { DashboardDetail, DashboardSummary } from "#lib/domain/summaries.ts"
import { placeCard } from "../place-card.ts"

type AddToDashboardDialogProps = { card: Pick<Card, "id" | "name">; onClose: () => void }
type Work = { state: "idle" } | { state: "busy"; with: DashboardId | "new" } | { state: "failed"; message: string }

/** Puts a card on a dashboard one may edit, or on a new one. */
export function AddToDashboardDialog({ card, onClose }: AddToDashboardDialogProps) {
  const router = useRouter()
  const dashboards = useQuery({
    queryKey: ["dashboards", "all"],
    staleTime: 0,
    queryFn: ({ signal }) => request(pageOf(DashboardSummary), "/api/dashboards?limit=200", { signal }),
  })
  const [work, setWork] = useState<Work>({ state: "idle" })
  const [newName, setNewName] = useState("")

  const attempt = async (target: DashboardId | "new", change: () => Promise<DashboardDetail>) => {
    setWork({ state: "busy", with: target })
    try {
      const dashboard = await change()
      notify.done(`“${card.name}” is on “${dashboard.name}”`, {
        action: { label: "Open", onClick: () => router.push(`/dashboards/${dashboard.id}`) },
      })
      onClose()
    } catch (error) {
      setWork({ state: "failed", message: errorMessage(error) })
    }
  }
  const addTo = (id: DashboardId) => attempt(id, () => addToDashboard(id, (layout) => placeCard(layout, card.id)))
  const create = () =>
    attempt(
      "new",
      async () =>
        (
          await request(dataOf(DashboardDetail), "/api/dashboards", {
            body: { name: newName.trim(), layout: placeCard([], card.id) },
          })
        ).data,
    )
  const isBusyWith = (target: DashboardId | "new") => work.state === "busy" && work.with === target

  return (
    <Dialog open onOpenChange={onClose} title={`Add “${card.name}” to a dashboard`}>
      <div className="flex flex-col gap-4">
        {work.state === "failed" && (
          <p role="alert" className="text-negative">
            {work.message}
          </p>
        )}
        {dashboards.isPending && <Pending>Looking for your dashboards…</Pending>}
        {dashboards.isError && (
          <ErrorState
            className="py-4"
            title="Your dashboards can't be listed"
            description={errorMessage(dashboards.error)}
            onRetry={() => void dashboards.refetch()}
          />
        )}
        {dashboards.data && dashboards.data.data.length > 0 && (
          <ul className="max-h-72 overflow-y-auto">
            {dashboards.data.data.map(({ id, name, tileCount }) => (
              <li key={id} className="flex items-center gap-3 border-b py-1.5">
                <Link href={`/dashboards/${id}`} className="min-w-0 flex-1 truncate hover:underline">
                  {name}
                </Link>
                <span className="text-12 text-muted tabular">{tileCount === 1 ? "1 tile" : `${tileCount} tiles`}</span>
                <Button
                  size="small"
                  pending={isBusyWith(id)}
                  disabled={work.state === "busy"}
                  onClick={() => void addTo(id)}
                  aria-label={`Add to ${name}`}
                >
                  Add
                </Button>
              </li>
            ))}
          </ul>
        )}
        <form
          className="flex items-end gap-2"
          onSubmit={(event) => {
            event.preventDefault()
            void create()
          }}
        >
          <Field label="New dashboard" className="flex-1">
            {(control) => (
              <Input
                {...control}
                placeholder="Name"
                maxLength={200}
                value={newName}
                onChange={(event) => setNewName(event.target.value)}
              />
            )}
          </Field>
          <Button type="submit" pending={isBusyWith("new")} disabled={newName.trim() === "" || work.state === "busy"}>
            Create and add
          </Button>
        </form>
      </div>
    </Dialog>
  )
}
