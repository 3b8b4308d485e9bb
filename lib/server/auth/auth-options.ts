import "server-only"
import type { NextAuthOptions } from "next-auth"
import credentialsProvider from "next-auth/providers/credentials"
import { AppError } from "#lib/domain/app-error.ts"
import type { UserId } from "#lib/domain/ids.ts"
import { readOidcClaims } from "#lib/domain/oidc-claims.ts"
import { recordAudit } from "../audit/record-audit.ts"
import { isHttps, oidcSettings, webEnv } from "../web-env.ts"
import { clientAddress } from "./client-address.ts"
import { SESSION_SECONDS, SessionClaims, sessionCookieName } from "./session-cookie.ts"
import { createSession, deleteSession } from "./session-store.ts"
import { OIDC_PROVIDER, oidcProviders } from "./oidc-provider.ts"
import { signInByOidc } from "./sign-in-by-oidc.ts"
import { verifySignIn } from "./sign-in.ts"
import { redeemSetupToken } from "../users/invite-user.ts"

/** How long somebody may take at the issuer's. */
const OIDC_CHECK_SECONDS = 15 * 60

/** next-auth signs people in and out; whether a session still counts is looked up on each request (read-actor.ts). `headers` are the request's. */
export function authOptions(headers: Headers): NextAuthOptions {
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
      state: cookie("cardloom-state", OIDC_CHECK_SECONDS),
      nonce: cookie("cardloom-nonce", OIDC_CHECK_SECONDS),
      pkceCodeVerifier: cookie("cardloom-pkce", OIDC_CHECK_SECONDS),
    },
    providers: [
      credentialsProvider({
        id: "credentials",
        credentials: { email: {}, password: {} },
        authorize: async (credentials) => {
          const user = await verifiedUser(credentials, headers)
          return user && startSession(user.id, headers, "password")
        },
      }),
      credentialsProvider({
        id: "setup-token",
        credentials: { token: {} },
        authorize: async (credentials) => {
          const userId = await redeemSetupToken(credentials?.token ?? "")
          return userId && startSession(userId, headers, "link")
        },
      }),
      ...oidcProviders(),
    ],
    callbacks: {
      signIn: async ({ user, account, profile }) => {
        if (account?.provider !== OIDC_PROVIDER) return true
        const person = readOidcClaims({ ...profile }, oidcSettings()?.groupClaim ?? null)
        const outcome = person ? await signInByOidc(person) : { refused: "oidc_unreadable" }
        if ("refused" in outcome) return `/sign-in?error=${outcome.refused}`
        // next-auth hands this same object to the jwt callback, as it does with what authorize answers.
        user.id = (await startSession(outcome.userId, headers, "oidc")).id
        return true
      },
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

async function verifiedUser(credentials: { email?: string; password?: string } | undefined, headers: Headers) {
  try {
    return await verifySignIn(
      { email: credentials?.email ?? "", password: credentials?.password ?? "" },
      clientAddress(headers),
    )
  } catch (error) {
    if (error instanceof AppError && error.code === "unauthorized") return null
    // next-auth hands an error's message to the sign-in page: codes the page has words for.
    throw new Error(error instanceof AppError ? error.code : "unavailable", { cause: error })
  }
}

/** The "user" next-auth is given is the new session: its id carries both ids to the jwt callback. */
async function startSession(userId: UserId, headers: Headers, means: "password" | "link" | "oidc") {
  const session = await createSession({
    userId,
    expiresAt: new Date(Date.now() + SESSION_SECONDS * 1000).toISOString(),
    userAgent: (headers.get("user-agent") ?? "").slice(0, 500),
    address: clientAddress(headers),
  })
  await recordAudit({
    type: "session.signed_in",
    targetId: session.id,
    details: { means },
    by: { userId, via: "session" },
  })
  return { id: JSON.stringify({ sid: session.id, uid: userId } satisfies SessionClaims) }
}
