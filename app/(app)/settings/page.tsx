import type { Metadata } from "next"
import { PasswordForm } from "#components/account/password-form.tsx"
import { ProfileForm } from "#components/account/profile-form.tsx"
import { SessionPanel } from "#components/account/session-panel.tsx"
import { ThemeSetting } from "#components/account/theme-setting.tsx"
import { TokenPanel } from "#components/account/token-panel.tsx"
import { PageHeader } from "#components/ui/page-header.tsx"
import { Page } from "#components/ui/page.tsx"
import { Panel } from "#components/ui/panel.tsx"
import type { User } from "#lib/domain/user.ts"
import { pageActor } from "#lib/server/auth/page-actor.ts"

export const metadata: Metadata = { title: "Settings" }

export default async function SettingsPage() {
  const { user } = await pageActor()
  return (
    <Page width="narrow">
      <PageHeader title="Settings" />
      <Panel title="Profile">
        <ProfileForm user={{ name: user.name, email: user.email }} />
      </Panel>
      <Panel id="password" title="Password" description={passwordWords(user)}>
        {user.hasPassword || !user.hasIdentity ? (
          <PasswordForm email={user.email} hasPassword={user.hasPassword} />
        ) : (
          <p className="text-13">There is no password to change here.</p>
        )}
      </Panel>
      <SessionPanel />
      <Panel title="Appearance">
        <ThemeSetting />
      </Panel>
      <TokenPanel isAdmin={user.role === "admin"} />
    </Page>
  )
}

function passwordWords({ hasPassword, hasIdentity, email }: User): string {
  if (hasPassword) return "Changing it ends your sessions on other devices."
  if (hasIdentity) return "You sign in through your organisation."
  return `You have none yet: without one, you can't sign in again. You'll use it with ${email}.`
}
