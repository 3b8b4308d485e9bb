import { z } from "zod"
import { type GroupId, SessionId, TokenId, UserId } from "./ids.ts"

export const Role = z.enum(["admin", "member"])
export type Role = z.infer<typeof Role>

/** Addresses are compared in lower case. */
export const Email = z.string().trim().toLowerCase().pipe(z.email("must be an e-mail address").max(254))
export const Password = z.string().min(10, "must have at least 10 characters").max(1000)

export const User = z.object({
  id: UserId,
  email: z.string(),
  name: z.string(),
  role: Role,
  disabled: z.boolean(),
  /** False until one is chosen: by the first admin, by whoever was invited, after a reset. */
  hasPassword: z.boolean(),
  /** Whether the organisation's own sign-in (OIDC) knows them. */
  hasIdentity: z.boolean(),
  createdAt: z.iso.datetime(),
})
export type User = z.infer<typeof User>

/** What a token may be used for: looking, changing things as its owner may, or an admin's work too. A session may do all its user may. */
export const TokenScope = z.enum(["read", "write", "admin"])
export type TokenScope = z.infer<typeof TokenScope>

/**
 * Who asks. Made from a session or token on each request, never cached across requests. `role` is what this request may
 * use: a token without the scope admin makes its owner a member.
 */
export type Actor = {
  userId: UserId
  role: Role
  groupIds: readonly GroupId[]
  via: "session" | "token"
  scope: TokenScope
}

export const ApiToken = z.object({
  id: TokenId,
  name: z.string(),
  scope: TokenScope,
  /** null = until it is revoked. */
  expiresAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime().nullable(),
})
export type ApiToken = z.infer<typeof ApiToken>

/** What anybody who is signed in may know of another: for choosing whom to share with. */
export const Person = User.pick({ id: true, name: true, email: true, disabled: true })
export type Person = z.infer<typeof Person>

/** A sign-in that still holds. */
export const SessionInfo = z.object({
  id: SessionId,
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  userAgent: z.string(),
  address: z.string(),
  /** The session this request came with. */
  current: z.boolean(),
})
export type SessionInfo = z.infer<typeof SessionInfo>
