import "server-only"
import { AsyncLocalStorage } from "node:async_hooks"
import { headers } from "next/headers"
import type { Actor } from "#lib/domain/user.ts"
import { clientAddress } from "../auth/client-address.ts"

/** The request that work is done for, as far as a record of it needs to know. */
export type RequestContext = {
  requestId: string | null
  /** The network address it came from. */
  address: string
  /** Filled in once it is known who asks. */
  actor: Pick<Actor, "userId" | "via"> | null
}

declare global {
  // Next may load this module more than once in a process; the routes and the use cases must see one context.
  var cardloomRequestContext: AsyncLocalStorage<RequestContext> | undefined
}

const storage = (): AsyncLocalStorage<RequestContext> =>
  (globalThis.cardloomRequestContext ??= new AsyncLocalStorage<RequestContext>())

/** Runs `work`, and all that it starts, as part of a request. */
export const withRequestContext = <T>(context: RequestContext, work: () => T): T => storage().run(context, work)

const NOWHERE: RequestContext = { requestId: null, address: "", actor: null }

/** The request that is being answered; for pages, which have no wrapper, made of its headers; outside of any, one of nobody. */
export async function requestContext(): Promise<RequestContext> {
  const context = storage().getStore()
  if (context) return context
  try {
    return { ...NOWHERE, address: clientAddress(await headers()) }
  } catch {
    // Next throws where there is no request: at the start, or in a test of a store.
    return NOWHERE
  }
}
