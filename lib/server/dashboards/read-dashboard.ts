import "server-only"
import { AppError } from "#lib/domain/app-error.ts"
import type { Card } from "#lib/domain/card.ts"
import type { Dashboard } from "#lib/domain/dashboard.ts"
import { withoutGrants } from "#lib/domain/grant.ts"
import type { CardId, DashboardId } from "#lib/domain/ids.ts"
import { dashboardAccess, rightOn } from "#lib/domain/permissions.ts"
import type { DashboardDetail, DatasetColumns } from "#lib/domain/summaries.ts"
import type { Actor } from "#lib/domain/user.ts"
import { findPermitted } from "../auth/find-permitted.ts"
import { getCards } from "../cards/card-store.ts"
import { summariseCards } from "../cards/summarise-cards.ts"
import { getDatasets } from "../datasets/dataset-store.ts"
import { getDashboard, type StoredDashboard } from "./dashboard-store.ts"
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
  const cards = await getCards(cardIdsOn(dashboard))
  const [summaries, datasets, starred] = await Promise.all([
    summariseCards(actor, cards),
    datasetColumnsOf(cards),
    isStarred(actor.userId, dashboard.id),
  ])
  return { ...withoutGrants(dashboard), cards: summaries, datasets, access, starred }
}

/** The datasets the dashboard's cards read, with their columns. @throws AppError not_found. */
export async function listDashboardDatasets({ actor, dashboardId }: NamedDashboard): Promise<DatasetColumns[]> {
  const { thing } = await findPermitted(actor, "view", "dashboard", getDashboard(dashboardId))
  return datasetColumnsOf(await getCards(cardIdsOn(thing)))
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
