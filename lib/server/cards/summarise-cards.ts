import "server-only"
import { atLeast, rightOn } from "#lib/domain/permissions.ts"
import type { CardSummary } from "#lib/domain/summaries.ts"
import type { Actor } from "#lib/domain/user.ts"
import { readNames } from "../users/read-names.ts"
import type { StoredCard } from "./card-store.ts"

/** Cards as lists and dashboards show them: without their code. */
export async function summariseCards(actor: Actor, cards: readonly StoredCard[]): Promise<CardSummary[]> {
  const names = await readNames(cards.map(({ ownerId }) => ownerId))
  return cards.map((card) => ({
    id: card.id,
    name: card.name,
    description: card.description,
    language: card.language,
    ownerId: card.ownerId,
    ownerName: names.get(card.ownerId) ?? "Someone",
    datasetIds: [...new Set(card.datasets.map(({ datasetId }) => datasetId))],
    updatedAt: card.updatedAt,
    version: card.version,
    canEdit: atLeast(rightOn(actor, card), "edit"),
  }))
}
