import { Unplug } from "lucide-react"
import { EmptyState } from "#components/ui/empty-state.tsx"
import type { ChatStatus } from "#lib/domain/chat.ts"

/** There is no model to ask yet: what whoever operates Cardloom has to set. */
export function NotConfigured({ status }: { status: ChatStatus }) {
  return (
    <div className="flex flex-1 flex-col items-center justify-center overflow-y-auto p-2 break-words">
      <EmptyState
        icon={<Unplug aria-hidden />}
        title="There is no model to ask yet"
        description={status.message ?? "Whoever operates Cardloom has to connect one."}
        className="w-full px-2 py-4"
      />
      <p className="text-12 text-muted">Everything else works without it.</p>
    </div>
  )
}
