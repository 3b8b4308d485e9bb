import { Unplug } from "lucide-react"
import { EmptyState } from "#components/ui/empty-state.tsx"
import type { ChatStatus } from "#lib/domain/chat.ts"

/** There is no model to ask yet: what whoever runs Cardloom has to set. */
export function NotConfigured({ status }: { status: ChatStatus }) {
  return (
    <div className="flex flex-1 flex-col items-center justify-center overflow-y-auto p-4">
      <EmptyState
        icon={<Unplug aria-hidden />}
        title="There is no model to ask yet"
        description={status.message ?? "Whoever runs this Cardloom has to connect one."}
        className="py-4"
      />
      {status.missing.length > 0 && (
        <div className="w-full max-w-80 text-12">
          <p className="text-muted">Settings that are missing:</p>
          <ul className="mt-1 flex flex-col gap-1">
            {status.missing.map((name) => (
              <li key={name}>
                <code className="rounded-[3px] bg-surface-hover px-1 break-all">{name}</code>
              </li>
            ))}
          </ul>
          <p className="mt-2 text-muted">Everything else works without them.</p>
        </div>
      )}
    </div>
  )
}
