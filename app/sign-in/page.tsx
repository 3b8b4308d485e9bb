import type { Metadata } from "next"
import { redirect } from "next/navigation"
import { AuthFrame } from "#components/account/auth-frame.tsx"
import { SignInForm } from "#components/account/sign-in-form.tsx"
import { safeNextPath } from "#lib/browser/safe-next-path.ts"
import { optionalActor } from "#lib/server/auth/page-actor.ts"

export const metadata: Metadata = { title: "Sign in" }

type SignInPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function SignInPage({ searchParams }: SignInPageProps) {
  const { next } = await searchParams
  const path = safeNextPath(typeof next === "string" ? next : undefined)
  if (await optionalActor()) redirect(path)
  return (
    <AuthFrame title="Sign in">
      <SignInForm next={path} />
    </AuthFrame>
  )
}
