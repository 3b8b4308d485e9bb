import "server-only"
import { cookies, headers } from "next/headers"
import { redirect } from "next/navigation"
import { cache } from "react"
import type { Actor, User } from "#lib/domain/user.ts"
import { providePageContext } from "../audit/request-context.ts"
import { publicUser } from "../users/public-user.ts"
import { clientAddress } from "./client-address.ts"
import { actorOf, readSessionUser } from "./read-actor.ts"
import { sessionCookieName } from "./session-cookie.ts"

providePageContext(async () => ({ requestId: null, address: clientAddress(await headers()), actor: null }))

type PageActor = { actor: Actor; user: User }

/** For pages: whoever is signed in, or null. Looked up once a request. */
export const optionalActor = cache(async (): Promise<PageActor | null> => {
  const found = await readSessionUser((await cookies()).get(sessionCookieName())?.value)
  return found && { actor: actorOf(found.user, found.groupIds), user: publicUser(found.user) }
})

/** For pages: whoever is signed in; anyone else is sent to sign in and back. */
export async function pageActor(): Promise<PageActor> {
  const found = await optionalActor()
  if (found) return found
  const path = (await headers()).get("x-cardloom-path") ?? "/"
  redirect(`/sign-in?next=${encodeURIComponent(path)}`)
}
