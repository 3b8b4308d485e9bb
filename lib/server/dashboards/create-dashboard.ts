import "server-only"
import { AppError } from "#lib/domain/app-error.ts"
import type { DashboardDraft } from "#lib/domain/dashboard.ts"
import { newId, type DashboardId } from "#lib/domain/ids.ts"
import { atLeast, rightOn } from "#lib/domain/permissions.ts"
import type { DashboardDetail } from "#lib/domain/summaries.ts"
import type { Actor } from "#lib/domain/user.ts"
import { recordAudit } from "../audit/record-audit.ts"
import { findPermitted } from "../auth/find-permitted.ts"
import { checkPlacedCards } from "./check-cards.ts"
import * as store from "./dashboard-store.ts"
import { dashboardDetail } from "./read-dashboard.ts"
import { readShownCards } from "./read-shown-cards.ts"

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
  await recordAudit({ type: "dashboard.created", targetId: dashboard.id, targetName: dashboard.name })
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
  const cards = await readShownCards(original)
  // What changing one dashboard lets somebody do with its cards ends at that dashboard.
  const foreign = cards.filter((card) => !atLeast(rightOn(actor, card), "view"))
  if (foreign.length > 0)
    throw new AppError(
      "forbidden",
      `You may not place ${foreign.map((card) => `"${card.name}"`).join(", ")} on another dashboard. Ask for the use of these cards first.`,
      { details: { cards: foreign.map((card) => ({ id: card.id, name: card.name })) } },
    )
  // A card that is gone can't be placed again; its tile showed nothing anyway.
  const shown = new Set(cards.map(({ id }) => id))
  const layout = original.layout.filter(({ cardId }) => cardId === undefined || shown.has(cardId))
  return createDashboard({
    actor,
    draft: { name: name ?? `Copy of ${original.name}`.slice(0, 200), description, layout, filters },
  })
}
