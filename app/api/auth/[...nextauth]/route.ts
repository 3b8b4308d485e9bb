import nextAuth from "next-auth"
import { withRequestContext } from "#lib/server/audit/request-context.ts"
import { authOptions } from "#lib/server/auth/auth-options.ts"
import { clientAddress } from "#lib/server/auth/client-address.ts"

type Context = { params: Promise<{ nextauth: string[] }> }

// Made on each call: the environment is read when the server runs, not when it is built.
const handle = (request: Request, context: Context): Promise<Response> =>
  withRequestContext<Promise<Response>>(
    { requestId: crypto.randomUUID(), address: clientAddress(request.headers), actor: null },
    () => nextAuth(authOptions())(request, context),
  )

export { handle as GET, handle as POST }
