import type { Metadata } from "next"
import { PasswordForm } from "#components/account/password-form.tsx"
import { ProfileForm } from "#components/account/profile-form.tsx"
import { ThemeSetting } from "#components/account/theme-setting.tsx"
import { TokenPanel } from "#components/account/token-panel.tsx"
import { PageHeader } from "#components/ui/page-header.tsx"
import { Page } from "#components/ui/page.tsx"
import { Panel } from "#components/ui/panel.tsx"
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
      <Panel
        id="password"
        title="Password"
        description={
          user.hasPassword
            ? "Changing it ends your sessions on other devices."
            : `You have none yet: without one, you can't sign in again. You'll use it with ${user.email}.`
        }
      >
        <PasswordForm email={user.email} hasPassword={user.hasPassword} />
      </Panel>
      <Panel title="Appearance">
        <ThemeSetting />
      </Panel>
      <TokenPanel />
    </Page>
  )
}
