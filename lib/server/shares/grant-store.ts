import "server-only"
import { Service } from "electrodb"
import { AppError } from "#lib/domain/app-error.ts"
import { MAX_GRANTS, principalKey, type Grant } from "#lib/domain/grant.ts"
import { CardId, DashboardId, DatasetId, type GroupId, type UserId } from "#lib/domain/ids.ts"
import type { Asker } from "#lib/domain/permissions.ts"
import { perDatabase } from "../db/client.ts"
import { readAll } from "../db/page.ts"
import { transact } from "../db/transact.ts"
import { notFound } from "../db/version-conflict.ts"
import { grantsOf } from "./grant-attributes.ts"
import { sharedThingEntity, type OwnedKind, type SharedKind } from "./shared-thing.entity.ts"
import { sharedWithEntity } from "./shared-with.entity.ts"

const tables = perDatabase(
  (database) =>
    new Service(
      {
        dashboard: sharedThingEntity(database, "dashboard"),
        dataset: sharedThingEntity(database, "dataset"),
        card: sharedThingEntity(database, "card"),
        transform: sharedThingEntity(database, "transform"),
        sharedWith: sharedWithEntity(database),
      },
      database,
    ),
)

const MAX_ATTEMPTS = 8

/**
 * Changes whom a thing is shared with, and answers the shares as they are then. `change` may be called again when
 * somebody else changes them at the same moment; when it answers the same array nothing is written.
 * @throws AppError not_found; too_large beyond MAX_GRANTS; whatever `change` throws.
 */
export async function changeGrants(
  kind: SharedKind,
  id: string,
  change: (grants: Grant[]) => Grant[],
): Promise<Grant[]> {
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const item = await readItem(kind, id)
    if (!item) throw notFound(kind)
    const before = grantsOf(item)
    const after = change(before)
    if (after === before) return before
    if (after.length > MAX_GRANTS)
      throw new AppError(
        "too_large",
        `A ${kind} can be shared ${MAX_GRANTS} times. Put the people into a group and share it with that.`,
      )
    const keysBefore = new Set<string>(before.map(({ principal }) => principalKey(principal)))
    const keysAfter = new Set<string>(after.map(({ principal }) => principalKey(principal)))
    const grantsVersion = item.grantsVersion ?? 0
    const refusal = await transact(() =>
      tables()
        .transaction.write(({ sharedWith, ...entities }) => [
          entities[kind]
            .patch({ id })
            .set({ grants: after, grantsVersion: grantsVersion + 1 })
            .where(({ grantsVersion: stored }, { eq, notExists }) =>
              grantsVersion === 0 ? notExists(stored) : eq(stored, grantsVersion),
            )
            .commit(),
          ...[...keysAfter]
            .filter((key) => !keysBefore.has(key))
            .map((principal) => sharedWith.put({ principal, kind, thingId: id }).commit()),
          ...[...keysBefore]
            .filter((key) => !keysAfter.has(key))
            .map((principal) => sharedWith.delete({ principal, kind, thingId: id }).commit()),
        ])
        .go(),
    )
    if (!refusal) return after
  }
  throw new AppError("unavailable", "Others keep changing the same thing. Try again in a moment.", {
    retryAfterSeconds: 1,
  })
}

/** Hands a thing on to another owner, if `from` still owns it. false when not. */
export async function changeOwner(kind: OwnedKind, id: string, from: UserId, to: UserId): Promise<boolean> {
  const item = await readItem(kind, id)
  if (!item) return false
  // Typed as the database knows it.
  const owner: string = from
  const { rejected } = await tables()
    .entities[kind].patch({ id })
    // The owner's list is ordered by the time of the last change, so its key needs both.
    .set({ ownerId: to, updatedAt: item.updatedAt })
    .where(({ ownerId, updatedAt }, { eq }) => `${eq(ownerId, owner)} AND ${eq(updatedAt, item.updatedAt)}`)
    .go({ returnOnConditionCheckFailure: true })
  return !rejected
}

/** The ids of what may be shared with somebody, directly, through a group, or with everyone: rights are the caller's to check. */
export async function listSharedIds(kind: "dashboard", asker: Asker): Promise<DashboardId[]>
export async function listSharedIds(kind: "dataset", asker: Asker): Promise<DatasetId[]>
export async function listSharedIds(kind: "card", asker: Asker): Promise<CardId[]>
export async function listSharedIds(kind: SharedKind, asker: Asker): Promise<string[]> {
  const principals = [asker.userId, ...asker.groupIds, "everyone"]
  const pointers = await Promise.all(
    principals.map((principal) =>
      readAll((options) =>
        tables()
          .entities.sharedWith.query.byPrincipal({ principal, kind })
          .go({ ...options, consistent: true }),
      ),
    ),
  )
  const schema = { dashboard: DashboardId, dataset: DatasetId, card: CardId }[kind]
  return [...new Set(pointers.flat().map(({ thingId }) => schema.parse(thingId)))]
}

/** How many things of each kind are shared with a group. */
export async function countSharedWith(
  groupId: GroupId,
): Promise<{ dashboards: number; datasets: number; cards: number }> {
  const count = async (kind: SharedKind) => {
    const pointers = await readAll((options) =>
      tables()
        .entities.sharedWith.query.byPrincipal({ principal: groupId, kind })
        .go({ ...options, consistent: true }),
    )
    const things = await Promise.all(pointers.map(({ thingId }) => readItem(kind, thingId)))
    const isWithGroup = (item: unknown) => grantsOf(item).some(({ principal }) => principalKey(principal) === groupId)
    return things.filter((thing) => thing !== null && isWithGroup(thing)).length
  }
  const [dashboards, datasets, cards] = await Promise.all([count("dashboard"), count("dataset"), count("card")])
  return { dashboards, datasets, cards }
}

async function readItem(kind: OwnedKind, id: string) {
  const { data } = await tables().entities[kind].get({ id }).go({ consistent: true })
  return data
}
