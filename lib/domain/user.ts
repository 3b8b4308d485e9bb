import { z } from "zod"
import { TokenId, UserId } from "./ids.ts"

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
  /** False only for the first admin until they choose one. */
  hasPassword: z.boolean(),
  createdAt: z.iso.datetime(),
})
export type User = z.infer<typeof User>

/** Who asks. Made from a session or token on each request, never cached across requests. */
export type Actor = { userId: UserId; role: Role; via: "session" | "token" }

export const ApiToken = z.object({
  id: TokenId,
  name: z.string(),
  createdAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime().nullable(),
})
export type ApiToken = z.infer<typeof ApiToken>
