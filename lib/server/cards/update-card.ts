import "server-only"
import type { CardPatch } from "#lib/domain/card.ts"
import type { CardId } from "#lib/domain/ids.ts"
import type { CardDetail } from "#lib/domain/summaries.ts"
import type { Actor } from "#lib/domain/user.ts"
import { findPermitted } from "../auth/find-permitted.ts"
import * as store from "./card-store.ts"
import { checkDeclaredColumns, readUsableDatasets } from "./check-datasets.ts"
import { cardDetail } from "./read-card.ts"

type UpdateCard = { actor: Actor; cardId: CardId; patch: CardPatch; expectedVersion: number }

/** @throws AppError not_found, forbidden, validation_failed, version_conflict with the current card. */
export async function updateCard({ actor, cardId, patch, expectedVersion }: UpdateCard): Promise<CardDetail> {
  const { thing: card } = await findPermitted(actor, "edit", "card", store.getCard(cardId))
  checkDeclaredColumns({ ...card, ...patch })
  // Datasets it reads already stay, whoever saves; only new ones must be the saver's to use.
  const known = new Set(card.datasets.map(({ datasetId }) => datasetId))
  await readUsableDatasets(actor, patch.datasets?.filter(({ datasetId }) => !known.has(datasetId)) ?? [])
  return cardDetail(actor, await store.updateCard(cardId, patch, expectedVersion))
}
