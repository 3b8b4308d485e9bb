import "server-only"
import type { Dataset } from "#lib/domain/dataset.ts"
import type { SharesPage } from "#lib/domain/endpoints/sharing.ts"
import type { GrantRole, Principal, Share } from "#lib/domain/grant.ts"
import { newId, type DashboardId, type ShareId, type UserId } from "#lib/domain/ids.ts"
import { atLeast, rightOn, type Asker } from "#lib/domain/permissions.ts"
import type { Actor } from "#lib/domain/user.ts"
import { findPermitted } from "../auth/find-permitted.ts"
import { getDashboard, type StoredDashboard } from "../dashboards/dashboard-store.ts"
import { readShownCards } from "../dashboards/read-shown-cards.ts"
import { getDatasets } from "../datasets/dataset-store.ts"
import { readAsker } from "../users/read-asker.ts"
import { listShares } from "./list-shares.ts"
import { addShare, changeShare, removeShare } from "./manage-shares.ts"
import { transferThing } from "./transfer-thing.ts"

type NamedDashboard = { actor: Actor; dashboardId: DashboardId }
type NamedShare = NamedDashboard & { shareId: ShareId }
type NamedDataset = Pick<Dataset, "id" | "name">

/** An editor may see and change a dashboard, but who else does is its owners' to say. */
const findOwn = async ({ actor, dashboardId }: NamedDashboard): Promise<StoredDashboard> =>
  (await findPermitted(actor, "own", "dashboard", getDashboard(dashboardId))).thing

/** @throws AppError not_found, forbidden. */
export const listDashboardShares = async (named: NamedDashboard): Promise<SharesPage> =>
  listShares(named.actor, await findOwn(named))

/** @throws AppError not_found, forbidden, and as addShare. */
export const shareDashboard = async ({
  principal,
  role,
  ...named
}: NamedDashboard & { principal: Principal; role: GrantRole }): Promise<Share> =>
  addShare({ actor: named.actor, kind: "dashboard", thing: await findOwn(named), principal, role })

/** @throws AppError not_found, forbidden. */
export const changeDashboardShare = async ({
  shareId,
  role,
  ...named
}: NamedShare & { role: GrantRole }): Promise<Share> =>
  changeShare({ actor: named.actor, kind: "dashboard", thing: await findOwn(named), shareId, role })

/** @throws AppError not_found, forbidden. */
export const unshareDashboard = async ({ shareId, ...named }: NamedShare): Promise<void> =>
  removeShare({ actor: named.actor, kind: "dashboard", thing: await findOwn(named), shareId })

/** @throws AppError not_found, forbidden, and as transferThing. */
export const transferDashboard = async ({
  userId,
  ...named
}: NamedDashboard & { userId: UserId }): Promise<{ ownerId: UserId }> =>
  transferThing({ actor: named.actor, kind: "dashboard", thing: await findOwn(named), to: userId, keeps: "editor" })

/**
 * The datasets somebody would see something of by this dashboard who does not otherwise: empty for whoever sees the
 * dashboard already. @throws AppError not_found, forbidden.
 */
export async function previewDashboardShare({
  principal,
  ...named
}: NamedDashboard & { principal: Principal }): Promise<NamedDataset[]> {
  const dashboard = await findOwn(named)
  const newcomer = await askerOf(principal)
  if (!newcomer || atLeast(rightOn(newcomer, dashboard), "view")) return []
  const cards = await readShownCards(dashboard)
  const datasets = await getDatasets(cards.flatMap((card) => card.datasets.map(({ datasetId }) => datasetId)))
  return datasets
    .filter((dataset) => !atLeast(rightOn(newcomer, dataset), "view"))
    .map(({ id, name }) => ({ id, name }))
}

/** A group stands for a member of it who has no right besides; everyone for somebody who is in none. */
async function askerOf(principal: Principal): Promise<Asker | null> {
  if (principal.type === "user") return readAsker(principal.userId)
  return { userId: newId("usr"), role: "member", groupIds: principal.type === "group" ? [principal.groupId] : [] }
}
