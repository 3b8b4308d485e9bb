import "server-only"
import { AsyncLocalStorage } from "node:async_hooks"
import type { Actor } from "#lib/domain/user.ts"

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
  var cardloomPageContext: (() => Promise<RequestContext>) | undefined
}

const storage = (): AsyncLocalStorage<RequestContext> =>
  (globalThis.cardloomRequestContext ??= new AsyncLocalStorage<RequestContext>())

/** Runs `work`, and all that it starts, as part of a request. */
export const withRequestContext = <T>(context: RequestContext, work: () => T): T => storage().run(context, work)

const NOWHERE: RequestContext = { requestId: null, address: "", actor: null }

/** Pages have no wrapper: this says how the context of one is found. It may throw where no page is being made. */
export function providePageContext(provide: () => Promise<RequestContext>): void {
  globalThis.cardloomPageContext = provide
}

/** The request that is being answered; outside of any, one of nobody. */
export async function requestContext(): Promise<RequestContext> {
  const context = storage().getStore()
  if (context) return context
  try {
    return (await globalThis.cardloomPageContext?.()) ?? NOWHERE
  } catch {
    // Next throws where there is no request: at the start, say.
    return NOWHERE
  }
}
