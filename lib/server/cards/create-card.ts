import "server-only"
import type { Card, CardDraft } from "#lib/domain/card.ts"
import { newId } from "#lib/domain/ids.ts"
import type { CardDetail } from "#lib/domain/summaries.ts"
import type { Actor } from "#lib/domain/user.ts"
import { recordAudit } from "../audit/record-audit.ts"
import * as store from "./card-store.ts"
import { checkDeclaredColumns, readUsableDatasets } from "./check-datasets.ts"
import { cardDetail } from "./read-card.ts"

/** @throws AppError validation_failed when a dataset is not the author's to use, or columns are declared of none. */
export async function createCard({ actor, draft }: { actor: Actor; draft: CardDraft }): Promise<CardDetail> {
  checkDeclaredColumns(draft)
  await readUsableDatasets(actor, draft.datasets)
  const now = new Date().toISOString()
  const card: Card = { ...draft, id: newId("card"), ownerId: actor.userId, version: 1, createdAt: now, updatedAt: now }
  const stored = await store.createCard(card)
  await recordAudit({ type: "card.created", targetId: card.id, targetName: card.name })
  return cardDetail(actor, stored)
}
