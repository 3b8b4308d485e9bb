"use client"

import { Link2, Plus } from "lucide-react"
import { useState } from "react"
import { Button } from "#components/ui/button.tsx"
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx"
import { Dialog } from "#components/ui/dialog.tsx"
import { EmptyState } from "#components/ui/empty-state.tsx"
import { ErrorState } from "#components/ui/error-state.tsx"
import { notify } from "#components/ui/notify.ts"
import { Pending } from "#components/ui/pending.tsx"
import { errorMessage } from "#lib/browser/error-message.ts"
import { useLinks } from "#lib/browser/use-links.ts"
import type { Filter, FilterValue } from "#lib/domain/filter.ts"
import type { ShareLink, ShareLinkDraft, ShareLinkWithUrl } from "#lib/domain/share-link.ts"
import type { DashboardDetail } from "#lib/domain/summaries.ts"
import { LinkAddress } from "./link-address.tsx"
import { LinkForm } from "./link-form.tsx"
import { LinkRows } from "./link-rows.tsx"

type View =
  | { kind: "list" }
  /** null: a new one. */
  | { kind: "form"; link: ShareLink | null }
  | { kind: "address"; link: ShareLinkWithUrl }
type Asking = { what: "rotate" | "revoke"; link: ShareLink }

type LinksDialogProps = {
  dashboard: DashboardDetail
  /** What a filter holds on the page behind the dialog. */
  presentValueOf: (filter: Filter) => FilterValue | null
  onClose: () => void
}

/** A dashboard's public links, for its owners. */
export function LinksDialog({ dashboard, presentValueOf, onClose }: LinksDialogProps) {
  const { links, create, update, rotate, revoke, previewUrl } = useLinks(dashboard.id)
  const [view, setView] = useState<View>({ kind: "list" })
  const [asking, setAsking] = useState<Asking | null>(null)
  const showList = () => setView({ kind: "list" })

  const save = async (link: ShareLink | null, draft: ShareLinkDraft) => {
    if (!link) return setView({ kind: "address", link: await create(draft) })
    await update(link.id, draft)
    showList()
  }
  const preview = async (link: ShareLink) => {
    // Opened at once, or the browser takes it for a pop-up nobody asked for.
    const tab = window.open("about:blank")
    try {
      const url = await previewUrl(link.id)
      if (tab) tab.location.href = url
    } catch (error) {
      tab?.close()
      notify.failed(`“${link.name}” could not be shown`, { description: errorMessage(error) })
    }
  }
  const confirm = async ({ what, link }: Asking) => {
    if (what === "revoke") await revoke(link.id)
    else setView({ kind: "address", link: await rotate(link.id) })
  }

  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Public links to “${dashboard.name}”`}
      description="Whoever has a link’s address sees what the cards show, without signing in."
      className="flex flex-col gap-4"
    >
      {view.kind === "form" && (
        <LinkForm
          dashboard={dashboard}
          link={view.link}
          presentValueOf={presentValueOf}
          onSave={(draft) => save(view.link, draft)}
          onCancel={showList}
        />
      )}
      {view.kind === "address" && <LinkAddress link={view.link} onDone={showList} />}
      {view.kind === "list" && links.isPending && <Pending>Reading the links…</Pending>}
      {view.kind === "list" && links.error && !links.data && (
        <ErrorState
          title="The links could not be read"
          description={errorMessage(links.error)}
          onRetry={() => void links.refetch()}
        />
      )}
      {view.kind === "list" && links.data && (
        <>
          {links.data.length === 0 ? (
            <EmptyState
              icon={<Link2 />}
              title="No public links"
              description="A link shows this dashboard to people without an account, and can be embedded in other sites."
            />
          ) : (
            <LinkRows
              links={links.data}
              onPreview={(link) => void preview(link)}
              onEdit={(link) => setView({ kind: "form", link })}
              onRotate={(link) => setAsking({ what: "rotate", link })}
              onRevoke={(link) => setAsking({ what: "revoke", link })}
            />
          )}
          <Button className="self-start" onClick={() => setView({ kind: "form", link: null })}>
            <Plus aria-hidden />
            New link
          </Button>
        </>
      )}
      {asking && (
        <ConfirmDialog
          open
          onOpenChange={() => setAsking(null)}
          title={
            asking.what === "revoke" ? `Revoke “${asking.link.name}”?` : `Give “${asking.link.name}” a new address?`
          }
          description={
            asking.what === "revoke"
              ? "It stops working at once, wherever it was sent or embedded. This can’t be undone."
              : "The present address stops working at once, wherever it was sent or embedded."
          }
          confirmLabel={asking.what === "revoke" ? "Revoke link" : "Give new address"}
          destructive
          onConfirm={() => confirm(asking)}
          errorMessage={errorMessage}
        />
      )}
    </Dialog>
  )
}
