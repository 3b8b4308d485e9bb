import type { Metadata } from "next"
import { notFound } from "next/navigation"
import { GroupScreen } from "#components/admin/group-screen.tsx"
import { GroupId } from "#lib/domain/ids.ts"
import { pageActor } from "#lib/server/auth/page-actor.ts"
import { getGroup } from "#lib/server/groups/group-store.ts"

export const metadata: Metadata = { title: "Group" }

type GroupPageProps = { params: Promise<{ groupId: string }> }

export default async function GroupPage({ params }: GroupPageProps) {
  const { actor } = await pageActor()
  const groupId = GroupId.safeParse((await params).groupId)
  if (actor.role !== "admin" || !groupId.success || !(await getGroup(groupId.data))) notFound()
  return <GroupScreen groupId={groupId.data} />
}
