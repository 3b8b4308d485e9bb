import type { Metadata } from "next"
import { redirect } from "next/navigation"
import { AuthFrame } from "#components/account/auth-frame.tsx"
import { UsedLink, Welcome } from "#components/account/welcome.tsx"
import { optionalActor } from "#lib/server/auth/page-actor.ts"

// The address holds a secret: it goes to nobody, and into no index.
export const metadata: Metadata = { title: "Welcome", referrer: "no-referrer", robots: { index: false } }

type WelcomePageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function WelcomePage({ searchParams }: WelcomePageProps) {
  if (await optionalActor()) redirect("/")
  const { token } = await searchParams
  return (
    <AuthFrame title="Welcome to Cardloom">
      {typeof token === "string" && token !== "" ? <Welcome token={token} /> : <UsedLink />}
    </AuthFrame>
  )
}
