import "server-only"
import { withoutGrants } from "#lib/domain/grant.ts"
import type { CardId } from "#lib/domain/ids.ts"
import { atLeast, rightOn } from "#lib/domain/permissions.ts"
import type { CardDetail } from "#lib/domain/summaries.ts"
import type { Actor } from "#lib/domain/user.ts"
import { findPermitted } from "../auth/find-permitted.ts"
import { getCard, type StoredCard } from "./card-store.ts"

/** @throws AppError not_found */
export async function readCard({ actor, cardId }: { actor: Actor; cardId: CardId }): Promise<CardDetail> {
  const { thing } = await findPermitted(actor, "view", "card", getCard(cardId))
  return cardDetail(actor, thing)
}

export const cardDetail = (actor: Actor, card: StoredCard): CardDetail => ({
  ...withoutGrants(card),
  access: rightOn(actor, card),
  canEdit: atLeast(rightOn(actor, card), "edit"),
})
