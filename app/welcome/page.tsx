import type { Metadata } from "next"
import { redirect } from "next/navigation"
import { AuthFrame } from "#components/account/auth-frame.tsx"
import { ChoosePassword } from "#components/account/choose-password.tsx"
import { OtherAccount } from "#components/account/other-account.tsx"
import { UsedLink, Welcome } from "#components/account/welcome.tsx"
import { optionalActor } from "#lib/server/auth/page-actor.ts"
import { PLACEHOLDER_EMAIL } from "#lib/server/users/ensure-first-admin.ts"

// The address holds a secret: it goes to nobody, and into no index.
export const metadata: Metadata = { title: "Welcome", referrer: "no-referrer", robots: { index: false } }

type WelcomePageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function WelcomePage({ searchParams }: WelcomePageProps) {
  const { token } = await searchParams
  const link = typeof token === "string" && token !== "" ? token : null
  const user = (await optionalActor())?.user
  if (!user) return <AuthFrame title="Welcome to Cardloom">{link ? <Welcome token={link} /> : <UsedLink />}</AuthFrame>
  if (user.hasPassword || user.hasIdentity) {
    if (!link) redirect("/")
    return (
      <AuthFrame title="You are signed in already">
        <OtherAccount name={user.name} />
      </AuthFrame>
    )
  }
  // The first admin is to give an address of their own as well: a banner on every page says so.
  if (user.email === PLACEHOLDER_EMAIL) redirect("/")
  return (
    <AuthFrame title={`Welcome, ${user.name}`}>
      <ChoosePassword email={user.email} />
    </AuthFrame>
  )
}
