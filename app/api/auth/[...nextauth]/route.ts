import nextAuth from "next-auth"
import type { NextRequest } from "next/server"
import { authOptions } from "#lib/server/auth/auth-options.ts"
import { guardAuthRoute } from "#lib/server/http/guard-auth-route.ts"

type Context = { params: Promise<{ nextauth: string[] }> }

// Made on each call: the environment is read when the server runs, not when it is built.
const handle = (request: NextRequest, context: Context): Promise<Response> =>
  guardAuthRoute(request, (checked) => nextAuth(authOptions(checked.headers))(checked, context))

export { handle as GET, handle as POST }
