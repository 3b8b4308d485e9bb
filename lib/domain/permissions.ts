import { principalKey, type Grant, type GrantRole } from "./grant.ts"
import type { UserId } from "./ids.ts"
import { RIGHTS, type Right } from "./right.ts"
import type { DashboardAccess } from "./summaries.ts"
import type { Actor } from "./user.ts"

export const atLeast = (right: Right, needed: Right): boolean => RIGHTS.indexOf(right) >= RIGHTS.indexOf(needed)

/** A dataset, card, dashboard or run, as far as rights go. */
export type Owned = { ownerId: UserId; grants: readonly Grant[] }

/** Who asks, as far as rights go. */
export type Asker = Pick<Actor, "userId" | "role" | "groupIds">

const RIGHT_BY_ROLE: Record<GrantRole, Right> = { owner: "own", editor: "edit", viewer: "view" }

/** The one place that decides. Admins may do all an owner may; of several shares the highest counts. */
export function rightOn(asker: Asker, thing: Owned): Right {
  if (asker.role === "admin" || asker.userId === thing.ownerId) return "own"
  const keys = new Set<string>([asker.userId, ...asker.groupIds, "everyone"])
  return thing.grants
    .filter(({ principal }) => keys.has(principalKey(principal)))
    .map(({ role }) => RIGHT_BY_ROLE[role])
    .reduce<Right>((highest, right) => (atLeast(right, highest) ? right : highest), "none")
}

/** How a dashboard's page speaks of a right; null where there is none. */
export function dashboardAccess(right: Right): DashboardAccess | null {
  return right === "own" ? "owner" : right === "edit" ? "editor" : right === "view" ? "viewer" : null
}
