import "server-only"
import { Service } from "electrodb"
import type { Page } from "#lib/domain/api.ts"
import { newId, UserId, type TokenId } from "#lib/domain/ids.ts"
import { ApiToken, TokenScope } from "#lib/domain/user.ts"
import { perDatabase } from "../db/client.ts"
import { readPage, type PageRequest } from "../db/page.ts"
import { transact } from "../db/transact.ts"
import { tokenEntity, userTokenEntity } from "./token.entity.ts"

const tables = perDatabase(
  (database) => new Service({ token: tokenEntity(database), userToken: userTokenEntity(database) }, database),
)

// Tokens made before there were scopes may do all their owner may.
const StoredItem = ApiToken.extend({
  scope: TokenScope.default("admin"),
  expiresAt: ApiToken.shape.expiresAt.default(null),
  lastUsedAt: ApiToken.shape.lastUsedAt.default(null),
})
type NewToken = Pick<ApiToken, "name" | "scope" | "expiresAt"> & { id?: TokenId; userId: UserId; secretHash: string }

const parseToken = (item: unknown): ApiToken => StoredItem.parse(item)

export async function createToken({ expiresAt, ...draft }: NewToken): Promise<ApiToken> {
  const item = { id: newId("tok"), ...draft, expiresAt: expiresAt ?? undefined, createdAt: new Date().toISOString() }
  const refusal = await transact(() =>
    tables()
      .transaction.write(({ token, userToken }) => [
        token.create(item).commit(),
        userToken.create({ userId: item.userId, tokenId: item.id, secretHash: item.secretHash }).commit(),
      ])
      .go(),
  )
  if (refusal) throw new Error("A new API token has the id or the secret of an older one")
  return parseToken(item)
}

/** The token with this SHA-256, and whose it is. Deleting it takes effect on the next call. */
export async function readTokenByHash(secretHash: string): Promise<{ token: ApiToken; userId: UserId } | null> {
  const { data } = await tables().entities.token.get({ secretHash }).go({ consistent: true })
  return data && { token: parseToken(data), userId: UserId.parse(data.userId) }
}

/** A user's tokens, newest first. */
export async function listTokens(userId: UserId, page: PageRequest): Promise<Page<ApiToken>> {
  const { data, nextCursor } = await readPage(
    (options) =>
      tables()
        .entities.token.query.byUser({ userId })
        .go({ ...options, order: "desc" }),
    page,
  )
  return { data: data.map(parseToken), nextCursor }
}

/** Whether there was such a token of this user. */
export async function deleteToken(userId: UserId, tokenId: TokenId): Promise<boolean> {
  const { data: pointer } = await tables().entities.userToken.get({ userId, tokenId }).go({ consistent: true })
  if (!pointer) return false
  await transact(() =>
    tables()
      .transaction.write(({ token, userToken }) => [
        token.delete({ secretHash: pointer.secretHash }).commit(),
        userToken.delete({ userId, tokenId }).commit(),
      ])
      .go(),
  )
  return true
}

/** Notes when a token was last used. A deleted token stays deleted. */
export async function touchToken(secretHash: string, atIso: string): Promise<void> {
  await tables()
    .entities.token.patch({ secretHash })
    .set({ lastUsedAt: atIso })
    .go({ returnOnConditionCheckFailure: true })
}
