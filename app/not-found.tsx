import type { Metadata } from "next"
import { Compass } from "lucide-react"
import { EmptyState } from "#components/ui/empty-state.tsx"
import { LinkButton } from "#components/ui/link-button.tsx"

export const metadata: Metadata = { title: "Not found" }

export default function NotFound() {
  return (
    <main className="flex min-h-dvh items-center justify-center">
      <EmptyState
        titleAs="h1"
        icon={<Compass aria-hidden />}
        title="There is no such page"
        description="Check the address, or start from the home page."
        actions={<LinkButton href="/">Go home</LinkButton>}
      />
    </main>
  )
}
