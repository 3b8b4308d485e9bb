import type { Metadata } from "next"
import { redirect } from "next/navigation"
import { AuthFrame } from "#components/account/auth-frame.tsx"
import { IssuerButton } from "#components/account/issuer-button.tsx"
import { SignInForm } from "#components/account/sign-in-form.tsx"
import { returnedProblem } from "#components/account/sign-in-problem.ts"
import { safeNextPath } from "#lib/browser/safe-next-path.ts"
import { optionalActor } from "#lib/server/auth/page-actor.ts"
import { oidcSettings } from "#lib/server/web-env.ts"

export const metadata: Metadata = { title: "Sign in" }

type SignInPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function SignInPage({ searchParams }: SignInPageProps) {
  const { next, error } = await searchParams
  const path = safeNextPath(typeof next === "string" ? next : undefined)
  if (await optionalActor()) redirect(path)
  const issuer = oidcSettings()
  const problem = issuer ? returnedProblem(typeof error === "string" ? error : undefined, issuer.name) : undefined
  return (
    <AuthFrame title="Sign in">
      {issuer && (
        <div className="mb-4">
          <IssuerButton name={issuer.name} next={path} problem={problem} />
        </div>
      )}
      <SignInForm next={path} autoFocus={issuer === null} />
    </AuthFrame>
  )
}
