import "server-only"
import { AppError } from "#lib/domain/app-error.ts"
import type { Actor, ApiToken, Role, TokenScope } from "#lib/domain/user.ts"
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
  if ("email" in body) {
    const user = await verifySignIn(body, clientAddress(headers))
    return recordAndIssue(user, body, "none")
  }
  if (!actor) throw new AppError("unauthorized", "Sign in, or send email and password along with name.")
  // A token that leaks must not be able to outlive its own revocation.
  if (actor.via === "token")
    throw new AppError("forbidden", "A token can't make tokens: sign in, or send email and password.")
  return recordAndIssue({ id: actor.userId, role: actor.role }, body, actor.via)
}

async function recordAndIssue(owner: { id: UserId; role: Role }, body: TokenDraft, via: "session" | "none") {
  // A member's token must not become an admin's on the day its owner does.
  if (owner.role !== "admin" && body.scope === "admin")
    throw new AppError("forbidden", "Only admins can make tokens with the scope admin. Choose read or write.")
  const draft = {
    id: newId("tok"),
    name: body.name,
    scope: body.scope ?? (owner.role === "admin" ? "admin" : "write"),
    expiresAt: body.expiresAt ?? null,
  }
  await recordAudit({
    type: "token.created",
    targetId: draft.id,
    targetName: draft.name,
    details: { scope: draft.scope, expiresAt: draft.expiresAt },
    by: { userId: owner.id, via },
  })
  return issueApiToken(owner.id, draft)
}
