import type { Metadata } from "next"
import { notFound } from "next/navigation"
import { GroupsScreen } from "#components/admin/groups-screen.tsx"
import { pageActor } from "#lib/server/auth/page-actor.ts"

export const metadata: Metadata = { title: "Groups" }

export default async function GroupsPage() {
  const { actor } = await pageActor()
  if (actor.role !== "admin") notFound()
  return <GroupsScreen />
}
