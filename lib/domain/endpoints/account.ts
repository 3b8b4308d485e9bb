import { z } from "zod"
import { dataOf, ListQuery, pageOf } from "../api.ts"
import { TokenId } from "../ids.ts"
import { Home } from "../summaries.ts"
import { ApiToken, Email, Password, TokenScope, User } from "../user.ts"
import { endpoint } from "./endpoint.ts"

export const readMe = endpoint({
  method: "GET",
  path: "/api/me",
  summary: "Who the session or token belongs to",
  access: "signed-in",
  status: 200,
  response: dataOf(User),
})

export const updateMe = endpoint({
  method: "PATCH",
  path: "/api/me",
  summary: "Change one's name or e-mail address",
  access: "signed-in",
  body: z
    .strictObject({ name: z.string().trim().min(1).max(200), email: Email })
    .partial()
    .refine((patch) => Object.keys(patch).length > 0, "name at least one field to change"),
  status: 200,
  response: dataOf(User),
})

export const changePassword = endpoint({
  method: "POST",
  path: "/api/me/password",
  summary: "Choose a new password; all other sessions end",
  access: "signed-in",
  body: z.strictObject({ current: z.string().max(1000).optional(), next: Password }),
  status: 200,
  response: dataOf(User),
})

const TokenName = z.string().trim().min(1, "give the token a name").max(100)

const tokenFields = {
  name: TokenName,
  /** Absent = all its owner may do: admin for admins, write for others. */
  scope: TokenScope.optional(),
  /** Absent or null = until it is revoked. */
  expiresAt: z.iso.datetime().nullish(),
}

export const createToken = endpoint({
  method: "POST",
  path: "/api/tokens",
  summary: "Make an API token, shown only in this answer; by session, or by e-mail and password",
  access: "public",
  body: z.union([
    z.strictObject({ ...tokenFields, email: Email, password: z.string().max(1000) }),
    z.strictObject(tokenFields),
  ]),
  status: 201,
  response: dataOf(ApiToken.extend({ token: z.string() })),
})

export const listTokens = endpoint({
  method: "GET",
  path: "/api/tokens",
  summary: "One's API tokens, without their secrets",
  access: "signed-in",
  query: ListQuery,
  status: 200,
  response: pageOf(ApiToken),
})

export const deleteToken = endpoint({
  method: "DELETE",
  path: "/api/tokens/:tokenId",
  summary: "Revoke an API token, from the next request on",
  access: "signed-in",
  params: z.object({ tokenId: TokenId }),
  status: 204,
})

export const readHome = endpoint({
  method: "GET",
  path: "/api/home",
  summary: "One's starred and recently opened dashboards",
  access: "signed-in",
  status: 200,
  response: dataOf(Home),
})
