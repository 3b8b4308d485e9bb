"use client"

import { useCallback, useState } from "react"
import { request, type ApiError } from "#lib/browser/api.ts"
import { dataOf } from "#lib/domain/api.ts"
import { SharedDashboard } from "#lib/domain/share-link.ts"
import { LinkNotValid } from "./link-not-valid.tsx"
import { linkHeaders, linkPath } from "./link-requests.ts"
import { SharedDashboardView } from "./shared-dashboard-view.tsx"
import { UnlockForm } from "./unlock-form.tsx"
import { useEmbedder } from "./use-embedder.ts"

type State =
  | { kind: "locked" }
  | { kind: "open"; dashboard: SharedDashboard; unlockToken: string | null }
  | { kind: "gone" }

type SharedPageProps = {
  token: string
  /** null: it asks for its password. */
  dashboard: SharedDashboard | null
  /** Given where the page is embedded: the origins of the pages it may be in. */
  embedders?: readonly string[]
}

/** A public link's page, from its password to its cards. */
export function SharedPage({ token, dashboard, embedders }: SharedPageProps) {
  const [state, setState] = useState<State>(
    dashboard ? { kind: "open", dashboard, unlockToken: null } : { kind: "locked" },
  )
  const isEmbedded = embedders !== undefined
  const contentRef = useEmbedder(embedders)
  const open = useCallback(
    async (unlockToken: string) => {
      const { data } = await request(dataOf(SharedDashboard), linkPath(token), { headers: linkHeaders(unlockToken) })
      setState({ kind: "open", dashboard: data, unlockToken })
    },
    [token],
  )
  const refuse = useCallback((error: ApiError) => {
    if (error.code === "not_found") setState({ kind: "gone" })
    if (error.code === "unauthorized") setState({ kind: "locked" })
  }, [])
  return (
    <main ref={contentRef} className={isEmbedded ? "" : "min-h-dvh"}>
      <SharedContent state={state} token={token} bare={isEmbedded} onUnlocked={open} onRefused={refuse} />
    </main>
  )
}

type SharedContentProps = {
  state: State
  token: string
  bare: boolean
  onUnlocked: (unlockToken: string) => Promise<void>
  onRefused: (error: ApiError) => void
}

function SharedContent({ state, token, bare, onUnlocked, onRefused }: SharedContentProps) {
  switch (state.kind) {
    case "gone":
      return <LinkNotValid />
    case "locked":
      return <UnlockForm token={token} onUnlocked={onUnlocked} />
    case "open": {
      const { dashboard, unlockToken } = state
      return <SharedDashboardView {...{ token, unlockToken, dashboard, bare, onRefused }} />
    }
  }
}
