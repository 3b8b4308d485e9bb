import { Compass } from "lucide-react"
import { EmptyState } from "#components/ui/empty-state.tsx"
import { LinkButton } from "#components/ui/link-button.tsx"

export default function NotFound() {
  return (
    <EmptyState
      titleAs="h1"
      className="flex-1"
      icon={<Compass aria-hidden />}
      title="There is nothing here"
      description="It may have been deleted, or it isn't shared with you. Whoever sent you the link can tell."
      actions={<LinkButton href="/">Go home</LinkButton>}
    />
  )
}
