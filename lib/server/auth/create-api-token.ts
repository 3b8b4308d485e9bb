import "server-only"
import { AppError } from "#lib/domain/app-error.ts"
import type { ApiToken, Actor } from "#lib/domain/user.ts"
import { issueApiToken } from "./api-token.ts"
import { clientAddress } from "./client-address.ts"
import { verifySignIn } from "./sign-in.ts"

type CreateApiToken = {
  actor: Actor | null
  body: { name: string } | { name: string; email: string; password: string }
  headers: Headers
}

/** A token for whoever the credentials, or else the session, belong to. @throws AppError unauthorized, rate_limited, forbidden. */
export async function createApiToken({ actor, body, headers }: CreateApiToken): Promise<ApiToken & { token: string }> {
  if ("email" in body) return issueApiToken((await verifySignIn(body, clientAddress(headers))).id, body.name)
  if (!actor) throw new AppError("unauthorized", "Sign in, or send email and password along with name.")
  // A token that leaks must not be able to outlive its own revocation.
  if (actor.via === "token")
    throw new AppError("forbidden", "A token can't make tokens: sign in, or send email and password.")
  return issueApiToken(actor.userId, body.name)
}
