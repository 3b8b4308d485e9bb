import "server-only"
import { AppError } from "#lib/domain/app-error.ts"
import type { Card } from "#lib/domain/card.ts"
import type { Dashboard } from "#lib/domain/dashboard.ts"
import { withoutGrants } from "#lib/domain/grant.ts"
import type { CardId, DashboardId } from "#lib/domain/ids.ts"
import { atLeast, dashboardAccess, rightOn } from "#lib/domain/permissions.ts"
import type { DashboardAccess, DashboardCard, DashboardDetail, DatasetColumns } from "#lib/domain/summaries.ts"
import type { Actor } from "#lib/domain/user.ts"
import { findPermitted } from "../auth/find-permitted.ts"
import type { StoredCard } from "../cards/card-store.ts"
import { getDatasets } from "../datasets/dataset-store.ts"
import { hasLinks } from "../links/link-store.ts"
import { getDashboard, type StoredDashboard } from "./dashboard-store.ts"
import { readShownCards } from "./read-shown-cards.ts"
import { isStarred } from "./visit-store.ts"

type NamedDashboard = { actor: Actor; dashboardId: DashboardId }

/** A dashboard with its cards' names and its datasets' columns. @throws AppError not_found. */
export async function readDashboard({ actor, dashboardId }: NamedDashboard): Promise<DashboardDetail> {
  const { thing } = await findPermitted(actor, "view", "dashboard", getDashboard(dashboardId))
  return dashboardDetail(actor, thing)
}

export async function dashboardDetail(actor: Actor, dashboard: StoredDashboard): Promise<DashboardDetail> {
  const access = dashboardAccess(rightOn(actor, dashboard))
  if (!access) throw new AppError("not_found", "There is no such dashboard, or it is not shared with you.")
  const cards = await readShownCards(dashboard)
  const [datasets, starred, linked] = await Promise.all([
    access === "viewer" ? [] : datasetColumnsOf(cards),
    isStarred(actor.userId, dashboard.id),
    // Whether there are links is no viewer's business.
    access !== "viewer" && dashboard.grants.length === 0 && hasLinks(dashboard.id),
  ])
  return {
    ...withoutGrants(dashboard),
    cards: cards.map((card) => cardOnDashboard(actor, access, card)),
    datasets,
    shared: linked || dashboard.grants.length > 0,
    access,
    starred,
  }
}

/** The datasets the dashboard's cards read, with their columns: an editor's to know. @throws AppError not_found, forbidden. */
export async function listDashboardDatasets({ actor, dashboardId }: NamedDashboard): Promise<DatasetColumns[]> {
  const { thing } = await findPermitted(actor, "edit", "dashboard", getDashboard(dashboardId))
  return datasetColumnsOf(await readShownCards(thing))
}

/** A viewer is told of cards they may not see elsewhere what a tile shows: the name. */
function cardOnDashboard(actor: Actor, access: DashboardAccess, card: StoredCard): DashboardCard {
  const right = rightOn(actor, card)
  const knows = access !== "viewer" || atLeast(right, "view")
  return {
    id: card.id,
    name: card.name,
    datasetIds: knows ? [...new Set(card.datasets.map(({ datasetId }) => datasetId))] : [],
    canEdit: atLeast(right, "edit"),
  }
}

export const cardIdsOn = ({ layout }: Pick<Dashboard, "layout">): CardId[] => [
  ...new Set(layout.flatMap(({ cardId }) => cardId ?? [])),
]

async function datasetColumnsOf(cards: readonly Card[]): Promise<DatasetColumns[]> {
  const datasets = await getDatasets([
    ...new Set(cards.flatMap((card) => card.datasets.map(({ datasetId }) => datasetId))),
  ])
  return datasets.map(({ id, name, columns }) => ({ id, name, columns }))
}
