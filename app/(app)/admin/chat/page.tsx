import type { Metadata } from "next"
import { notFound } from "next/navigation"
import { ChatUsageScreen } from "#components/admin/chat-usage-screen.tsx"
import { pageActor } from "#lib/server/auth/page-actor.ts"

export const metadata: Metadata = { title: "Chat usage" }

export default async function ChatUsagePage() {
  const { actor } = await pageActor()
  if (actor.role !== "admin") notFound()
  return <ChatUsageScreen />
}
