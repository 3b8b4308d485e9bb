import type { Metadata } from "next"
import { LinkNotValid } from "#components/links/link-not-valid.tsx"

export const metadata: Metadata = { title: "Link not valid", referrer: "no-referrer", robots: { index: false } }

export default function NoSuchLink() {
  return (
    <main>
      <LinkNotValid />
    </main>
  )
}
