"use client"

import { KeyRound, Plus } from "lucide-react"
import { useState } from "react"
import { Button } from "#components/ui/button.tsx"
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx"
import { EmptyState } from "#components/ui/empty-state.tsx"
import { ErrorState } from "#components/ui/error-state.tsx"
import { Panel } from "#components/ui/panel.tsx"
import { Pending } from "#components/ui/pending.tsx"
import { errorMessage } from "#lib/browser/error-message.ts"
import type { ApiToken } from "#lib/domain/user.ts"
import { CreateTokenDialog } from "./create-token-dialog.tsx"
import { TokenTable } from "./token-table.tsx"
import { useRevokeToken, useTokens } from "./use-tokens.ts"

export function TokenPanel({ isAdmin }: { isAdmin: boolean }) {
  const tokens = useTokens()
  const revoke = useRevokeToken()
  const [creating, setCreating] = useState(false)
  const [revoking, setRevoking] = useState<ApiToken | null>(null)

  return (
    <Panel
      title="API tokens"
      description="For scripts. A token may do what its scope says and you may do, until it expires or you revoke it."
      actions={
        <Button size="small" onClick={() => setCreating(true)}>
          <Plus aria-hidden />
          New token
        </Button>
      }
      bodyClassName="p-0"
    >
      <TokenList tokens={tokens} onRevoke={setRevoking} />
      {creating && <CreateTokenDialog isAdmin={isAdmin} onClose={() => setCreating(false)} />}
      <ConfirmDialog
        open={revoking !== null}
        onOpenChange={(open) => !open && setRevoking(null)}
        title={`Revoke “${revoking?.name ?? ""}”?`}
        description="Scripts that use it stop working with their next request. This can't be undone."
        confirmLabel="Revoke token"
        destructive
        errorMessage={errorMessage}
        onConfirm={async () => {
          if (revoking) await revoke.mutateAsync(revoking.id)
        }}
      />
    </Panel>
  )
}

function TokenList({
  tokens,
  onRevoke,
}: {
  tokens: ReturnType<typeof useTokens>
  onRevoke: (token: ApiToken) => void
}) {
  if (tokens.isPending) return <Pending>Loading your tokens…</Pending>
  if (tokens.isError) {
    return (
      <ErrorState
        className="py-8"
        title="Your tokens could not be loaded"
        description={errorMessage(tokens.error)}
        onRetry={() => void tokens.refetch()}
        retryPending={tokens.isFetching}
      />
    )
  }
  if (tokens.data.data.length === 0) {
    return <EmptyState className="py-8" icon={<KeyRound aria-hidden />} title="No tokens yet" />
  }
  return <TokenTable tokens={tokens.data.data} onRevoke={onRevoke} />
}
