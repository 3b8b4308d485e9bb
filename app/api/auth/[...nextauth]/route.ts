import nextAuth from "next-auth"
import { authOptions } from "#lib/server/auth/auth-options.ts"

type Context = { params: Promise<{ nextauth: string[] }> }

// Made on each call: the environment is read when the server runs, not when it is built.
const handle = (request: Request, context: Context): Promise<Response> => nextAuth(authOptions())(request, context)

export { handle as GET, handle as POST }
