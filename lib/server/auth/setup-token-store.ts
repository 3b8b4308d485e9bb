import "server-only"
import { UserId } from "#lib/domain/ids.ts"
import { secondsOf } from "../db/attributes.ts"
import { perDatabase } from "../db/client.ts"
import { setupTokenEntity } from "./setup-token.entity.ts"

const setupTokens = perDatabase(setupTokenEntity)

/** Keeps a one-time token by its hash until `expiresAt` (ISO). */
export async function putSetupToken(token: { hash: string; userId: UserId; expiresAt: string }): Promise<void> {
  await setupTokens()
    .put({ hash: token.hash, userId: token.userId, expiresAtSeconds: secondsOf(token.expiresAt) })
    .go()
}

/** Uses a token up. Of any number who try at once, one is given the user; null when unknown, used or expired. */
export async function takeSetupToken(hash: string): Promise<UserId | null> {
  if (hash === "") return null
  // On condition: of two deletes at once, both may be answered the item they deleted.
  const { data } = await setupTokens()
    .delete({ hash })
    .where((attributes, { exists }) => exists(attributes.hash))
    .go({ response: "all_old", returnOnConditionCheckFailure: true })
  return data && data.expiresAtSeconds * 1000 > Date.now() ? UserId.parse(data.userId) : null
}
