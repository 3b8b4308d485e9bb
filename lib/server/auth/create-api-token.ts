import "server-only"
import { AppError } from "#lib/domain/app-error.ts"
import type { Actor, ApiToken, TokenScope } from "#lib/domain/user.ts"
import { newId, type UserId } from "#lib/domain/ids.ts"
import { recordAudit } from "../audit/record-audit.ts"
import { issueApiToken } from "./api-token.ts"
import { clientAddress } from "./client-address.ts"
import { verifySignIn } from "./sign-in.ts"

type TokenDraft = { name: string; scope?: TokenScope | undefined; expiresAt?: string | null | undefined }
type CreateApiToken = {
  actor: Actor | null
  body: TokenDraft | (TokenDraft & { email: string; password: string })
  headers: Headers
}

/** A token for whoever the credentials, or else the session, belong to. @throws AppError unauthorized, rate_limited, forbidden. */
export async function createApiToken({ actor, body, headers }: CreateApiToken): Promise<ApiToken & { token: string }> {
  // A moment ago is a slip; a token that is dead from the start helps nobody.
  if (body.expiresAt && Date.parse(body.expiresAt) <= Date.now())
    throw new AppError("validation_failed", "The token would have expired already. Choose a later time, or none.", {
      details: [{ path: ["body", "expiresAt"], message: "is in the past" }],
    })
  const draft = { id: newId("tok"), name: body.name, scope: body.scope ?? "admin", expiresAt: body.expiresAt ?? null }
  if ("email" in body) return recordAndIssue((await verifySignIn(body, clientAddress(headers))).id, draft, "none")
  if (!actor) throw new AppError("unauthorized", "Sign in, or send email and password along with name.")
  // A token that leaks must not be able to outlive its own revocation.
  if (actor.via === "token")
    throw new AppError("forbidden", "A token can't make tokens: sign in, or send email and password.")
  return recordAndIssue(actor.userId, draft, actor.via)
}

type Draft = Pick<ApiToken, "id" | "name" | "scope" | "expiresAt">

async function recordAndIssue(userId: UserId, draft: Draft, via: "session" | "none") {
  const { id, name, scope, expiresAt } = draft
  await recordAudit({
    type: "token.created",
    targetId: id,
    targetName: name,
    details: { scope, expiresAt },
    by: { userId, via },
  })
  return issueApiToken(userId, draft)
}
