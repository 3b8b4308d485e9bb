import "server-only"
import { AppError } from "#lib/domain/app-error.ts"
import type { Card } from "#lib/domain/card.ts"
import { withoutGrants } from "#lib/domain/grant.ts"
import type { CardId } from "#lib/domain/ids.ts"
import type { Actor } from "#lib/domain/user.ts"
import { recordAudit } from "../audit/record-audit.ts"
import { findPermitted } from "../auth/find-permitted.ts"
import { listDashboardsUsingCard } from "../dashboards/dashboard-store.ts"
import * as store from "./card-store.ts"

type NamedCard = { actor: Actor; cardId: CardId }

/** Hides a card until it is restored. @throws AppError not_found, forbidden, conflict naming the dashboards it is on. */
export async function deleteCard({ actor, cardId }: NamedCard): Promise<void> {
  const { thing: card } = await findPermitted(actor, "own", "card", store.getCard(cardId))
  const dashboards = await listDashboardsUsingCard(cardId)
  if (dashboards.length > 0) {
    const names = dashboards.map(({ name }) => `"${name}"`).join(", ")
    throw new AppError("conflict", `"${card.name}" is on ${names}. Take it off there first.`, {
      details: { usedBy: dashboards.map(({ id, name }) => ({ kind: "dashboard", id, name })) },
    })
  }
  await store.softDeleteCard(cardId)
  await recordAudit({ type: "card.deleted", targetId: cardId, targetName: card.name })
}

/** Undoes deleteCard. @throws AppError not_found. */
export async function restoreCard({ actor, cardId }: NamedCard): Promise<Card> {
  await findPermitted(actor, "own", "card", store.getDeletedCard(cardId))
  const card = await store.restoreCard(cardId)
  await recordAudit({ type: "card.restored", targetId: cardId, targetName: card.name })
  return withoutGrants(card)
}
