import type { UserId } from "./ids.ts"
import type { DashboardAccess } from "./summaries.ts"
import type { Actor } from "./user.ts"

/**
 * What someone may do with a thing. Each right includes those before it.
 * - none: they are not to learn that it exists (answered 404)
 * - view: look at it (a dashboard: render, filter, clone what they may)
 * - edit: change it
 * - own: delete it, and later share it
 */
export const RIGHTS = ["none", "view", "edit", "own"] as const
export type Right = (typeof RIGHTS)[number]

export const atLeast = (right: Right, needed: Right): boolean => RIGHTS.indexOf(right) >= RIGHTS.indexOf(needed)

/** A dataset, card, dashboard or run, as far as rights go. */
export type Owned = { ownerId: UserId }

/** The one place that decides. Admins may do all an owner may. */
export function rightOn(actor: Actor, thing: Owned): Right {
  return actor.role === "admin" || actor.userId === thing.ownerId ? "own" : "none"
}

/** How a dashboard's page speaks of a right; null where there is none. */
export function dashboardAccess(right: Right): DashboardAccess | null {
  return right === "own" ? "owner" : right === "edit" ? "editor" : right === "view" ? "viewer" : null
}
