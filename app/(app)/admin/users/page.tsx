import type { Metadata } from "next"
import { notFound } from "next/navigation"
import { UsersScreen } from "#components/admin/users-screen.tsx"
import { pageActor } from "#lib/server/auth/page-actor.ts"

export const metadata: Metadata = { title: "Users" }

export default async function UsersPage() {
  const { actor } = await pageActor()
  if (actor.role !== "admin") notFound()
  return <UsersScreen readerId={actor.userId} />
}
