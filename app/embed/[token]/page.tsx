import type { Metadata } from "next"
import { SharedPage } from "#components/links/shared-page.tsx"
import { embeddersOf } from "#lib/server/links/open-link.ts"
import { framingOrigins, pageLink } from "#lib/server/links/page-link.ts"

export const dynamic = "force-dynamic"
export const metadata: Metadata = {
  title: "Shared dashboard",
  referrer: "no-referrer",
  robots: { index: false, follow: false },
}

/** Who may frame it is said by the middleware, in a header. */
export default async function EmbedPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params
  const dashboard = await pageLink(token)
  const embedders = framingOrigins((await embeddersOf(token)) ?? [])
  return <SharedPage token={token} dashboard={dashboard} embedders={embedders} />
}
