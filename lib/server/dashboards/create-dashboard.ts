import "server-only"
import type { DashboardDraft } from "#lib/domain/dashboard.ts"
import { newId, type DashboardId } from "#lib/domain/ids.ts"
import type { DashboardDetail } from "#lib/domain/summaries.ts"
import type { Actor } from "#lib/domain/user.ts"
import { findPermitted } from "../auth/find-permitted.ts"
import { getCards } from "../cards/card-store.ts"
import { checkPlacedCards } from "./check-cards.ts"
import * as store from "./dashboard-store.ts"
import { cardIdsOn, dashboardDetail } from "./read-dashboard.ts"

/** @throws AppError validation_failed when a card is not the actor's to place. */
export async function createDashboard({
  actor,
  draft,
}: {
  actor: Actor
  draft: DashboardDraft
}): Promise<DashboardDetail> {
  await checkPlacedCards(actor, draft.layout, [])
  const now = new Date().toISOString()
  const dashboard = await store.createDashboard({
    ...draft,
    id: newId("dash"),
    ownerId: actor.userId,
    version: 1,
    createdAt: now,
    updatedAt: now,
  })
  return dashboardDetail(actor, dashboard)
}

/** A copy that belongs to the actor; its cards are the same cards. @throws AppError not_found, forbidden, validation_failed. */
export async function cloneDashboard({
  actor,
  dashboardId,
  name,
}: {
  actor: Actor
  dashboardId: DashboardId
  name?: string | undefined
}): Promise<DashboardDetail> {
  const { thing: original } = await findPermitted(actor, "edit", "dashboard", store.getDashboard(dashboardId))
  const { description, filters } = original
  // A card that was deleted since can't be placed again; its tile showed nothing anyway.
  const existing = new Set((await getCards(cardIdsOn(original))).map(({ id }) => id))
  const layout = original.layout.filter(({ cardId }) => cardId === undefined || existing.has(cardId))
  return createDashboard({
    actor,
    draft: { name: name ?? `Copy of ${original.name}`.slice(0, 200), description, layout, filters },
  })
}
