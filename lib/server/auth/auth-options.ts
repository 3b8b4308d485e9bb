import "server-only"
import type { NextAuthOptions } from "next-auth"
import credentialsProvider from "next-auth/providers/credentials"
import { AppError } from "#lib/domain/app-error.ts"
import { recordAudit } from "../audit/record-audit.ts"
import { isHttps, webEnv } from "../web-env.ts"
import { clientAddress } from "./client-address.ts"
import { SESSION_SECONDS, SessionClaims, sessionCookieName } from "./session-cookie.ts"
import { createSession, deleteSession } from "./session-store.ts"
import { hashOfSecret } from "./sha256.ts"
import { takeSetupToken } from "./setup-token-store.ts"
import { verifySignIn } from "./sign-in.ts"
import type { UserId } from "#lib/domain/ids.ts"

type SignInRequest = { headers?: Record<string, unknown> | undefined }

/** next-auth signs people in and out; whether a session still counts is looked up on each request (read-actor.ts). */
export function authOptions(): NextAuthOptions {
  const env = webEnv()
  // next-auth reads its own public address from the environment only.
  process.env.NEXTAUTH_URL = env.CARDLOOM_URL
  const secure = isHttps(env)
  const cookie = (name: string, maxAge?: number) => ({
    name: secure ? `__Host-${name}` : name,
    options: {
      httpOnly: true,
      sameSite: "lax" as const,
      path: "/",
      secure,
      ...(maxAge === undefined ? {} : { maxAge }),
    },
  })
  return {
    secret: env.AUTH_SECRET,
    session: { strategy: "jwt", maxAge: SESSION_SECONDS },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    cookies: {
      sessionToken: { ...cookie("cardloom-session", SESSION_SECONDS), name: sessionCookieName() },
      csrfToken: cookie("cardloom-csrf"),
      callbackUrl: cookie("cardloom-callback"),
    },
    providers: [
      credentialsProvider({
        id: "credentials",
        credentials: { email: {}, password: {} },
        authorize: async (credentials, request) => {
          const user = await verifiedUser(credentials, request)
          return user && startSession(user.id, request, "password")
        },
      }),
      credentialsProvider({
        id: "setup-token",
        credentials: { token: {} },
        authorize: async (credentials, request) => {
          const userId = await takeSetupToken(hashOfSecret(credentials?.token ?? ""))
          return userId && startSession(userId, request, "link")
        },
      }),
    ],
    callbacks: {
      // The cookie carries the session's and user's ids and nothing that could go stale.
      jwt: ({ token, user }) => (user ? { ...SessionClaims.parse(JSON.parse(user.id)) } : token),
      session: ({ session }) => ({ expires: session.expires }),
    },
    events: {
      signOut: async ({ token }) => {
        const claims = SessionClaims.safeParse(token)
        if (!claims.success) return
        const { sid, uid } = claims.data
        await deleteSession(sid)
        await recordAudit({ type: "session.signed_out", targetId: sid, by: { userId: uid, via: "session" } })
      },
    },
  }
}

async function verifiedUser(credentials: { email?: string; password?: string } | undefined, request: SignInRequest) {
  try {
    return await verifySignIn(
      { email: credentials?.email ?? "", password: credentials?.password ?? "" },
      addressOf(request),
    )
  } catch (error) {
    if (error instanceof AppError && error.code === "unauthorized") return null
    // next-auth hands an error's message to the sign-in page: codes the page has words for.
    throw new Error(error instanceof AppError ? error.code : "unavailable", { cause: error })
  }
}

/** The "user" next-auth is given is the new session: its id carries both ids to the jwt callback. */
async function startSession(userId: UserId, request: SignInRequest, means: "password" | "link") {
  const session = await createSession({
    userId,
    expiresAt: new Date(Date.now() + SESSION_SECONDS * 1000).toISOString(),
    userAgent: String(request.headers?.["user-agent"] ?? "").slice(0, 500),
    address: addressOf(request),
  })
  await recordAudit({
    type: "session.signed_in",
    targetId: session.id,
    details: { means },
    by: { userId, via: "session" },
  })
  return { id: JSON.stringify({ sid: session.id, uid: userId } satisfies SessionClaims) }
}

function addressOf(request: SignInRequest): string {
  const texts = Object.entries(request.headers ?? {}).filter(
    (entry): entry is [string, string] => typeof entry[1] === "string",
  )
  return clientAddress(new Headers(texts))
}
