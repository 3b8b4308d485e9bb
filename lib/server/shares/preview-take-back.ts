import "server-only"
import type { Dependent } from "#lib/domain/endpoints/sharing.ts"
import type { ShareId, UserId } from "#lib/domain/ids.ts"
import { atLeast, rightOn, type Owned } from "#lib/domain/permissions.ts"
import { listCardsUsingDataset } from "../cards/card-store.ts"
import { listDashboardsUsingCard, type StoredDashboard } from "../dashboards/dashboard-store.ts"
import { listTransformsReading } from "../transforms/transform-store.ts"
import { readAskers } from "../users/read-asker.ts"
import { readNames } from "../users/read-names.ts"
import { findGrant } from "./manage-shares.ts"
import { findOwnThing, type UsedThing } from "./share-use.ts"

type Named = { id: string; name: string; ownerId: UserId }

/**
 * What would stop working if a share were taken back: transforms and cards whose owner may use the dataset by this share alone, and
 * the dashboards they are on; dashboards on which somebody placed the card by this share alone.
 * @throws AppError not_found, forbidden.
 */
export async function previewTakeBack(named: UsedThing, shareId: ShareId): Promise<Dependent[]> {
  const found = await findOwnThing(named)
  findGrant(found.thing.grants, shareId)
  if (found.kind === "card") {
    const dashboards = await listDashboardsUsingCard(found.thing.id)
    const placerOf = (dashboard: StoredDashboard) => dashboard.placers[found.thing.id] ?? dashboard.ownerId
    const losing = await whoLoses(found.thing, shareId, dashboards.map(placerOf))
    return describe(
      [],
      [],
      dashboards.filter((dashboard) => losing.has(placerOf(dashboard))),
    )
  }
  const [readers, transforms] = await Promise.all([
    listCardsUsingDataset(found.thing.id),
    listTransformsReading(found.thing.id),
  ])
  const losing = await whoLoses(
    found.thing,
    shareId,
    [...readers, ...transforms].map(({ ownerId }) => ownerId),
  )
  const cards = readers.filter(({ ownerId }) => losing.has(ownerId))
  const dashboards = (await Promise.all(cards.map(({ id }) => listDashboardsUsingCard(id)))).flat()
  const stopping = transforms.filter(({ ownerId }) => losing.has(ownerId))
  return describe(stopping, cards, [...new Map(dashboards.map((dashboard) => [dashboard.id, dashboard])).values()])
}

async function whoLoses(thing: Owned, shareId: ShareId, userIds: readonly UserId[]): Promise<Set<UserId>> {
  const without = { ...thing, grants: thing.grants.filter(({ id }) => id !== shareId) }
  const askers = await readAskers(userIds)
  return new Set(
    [...askers.values()]
      .filter((asker) => atLeast(rightOn(asker, thing), "view") && !atLeast(rightOn(asker, without), "view"))
      .map(({ userId }) => userId),
  )
}

async function describe(
  transforms: readonly Named[],
  cards: readonly Named[],
  dashboards: readonly Named[],
): Promise<Dependent[]> {
  const names = await readNames([...transforms, ...cards, ...dashboards].map(({ ownerId }) => ownerId))
  const as =
    (kind: Dependent["kind"]) =>
    ({ id, name, ownerId }: Named): Dependent => ({ kind, id, name, ownerName: names.get(ownerId) ?? "Someone" })
  return [...transforms.map(as("transform")), ...cards.map(as("card")), ...dashboards.map(as("dashboard"))]
}
