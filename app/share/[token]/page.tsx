import type { Metadata } from "next"
import { SharedPage } from "#components/links/shared-page.tsx"
import { pageLink } from "#lib/server/links/page-link.ts"

export const dynamic = "force-dynamic"
// Not the dashboard's name: whoever has not given the password is not to read it.
export const metadata: Metadata = {
  title: "Shared dashboard",
  referrer: "no-referrer",
  robots: { index: false, follow: false },
}

export default async function SharePage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params
  return <SharedPage token={token} dashboard={await pageLink(token)} />
}
