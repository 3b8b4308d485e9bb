import { KeyRound } from "lucide-react"
import { LinkButton } from "#components/ui/link-button.tsx"

/** For whoever came by the link printed at the first start: it works once. */
export function NoPasswordBanner() {
  return (
    <section
      aria-label="Your account"
      className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b bg-warning-soft px-4 py-2 md:px-8"
    >
      <KeyRound aria-hidden className="size-4 shrink-0 text-warning" />
      <p className="min-w-0 flex-1 basis-60 text-13">Set an e-mail and password so you can sign in again.</p>
      <LinkButton href="/settings#password" size="small">
        Set them now
      </LinkButton>
    </section>
  )
}
