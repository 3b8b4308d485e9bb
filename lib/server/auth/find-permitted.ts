import "server-only"
import { AppError } from "#lib/domain/app-error.ts"
import { atLeast, rightOn, type Owned } from "#lib/domain/permissions.ts"
import type { Right } from "#lib/domain/right.ts"
import type { Actor } from "#lib/domain/user.ts"
import { recordDenied } from "../audit/record-denied.ts"

/**
 * A thing the actor may do `needed` with, and the right they have on it.
 * @throws AppError not_found, alike for what does not exist and what they may not see; forbidden for what they see but may not change.
 */
export async function findPermitted<T extends Owned & { id: string; name?: string }>(
  actor: Actor,
  needed: Right,
  what: string,
  found: Promise<T | null>,
): Promise<{ thing: T; right: Right }> {
  const thing = await found
  const right = thing ? rightOn(actor, thing) : "none"
  // Only of things there are: what does not exist is refused to nobody. Not awaited: a refusal that took longer than
  // "there is no such thing" would tell one from the other.
  if (thing && !atLeast(right, needed))
    void recordDenied({ actor, what, targetId: thing.id, targetName: thing.name ?? null, details: { needed, right } })
  if (!thing || right === "none")
    throw new AppError("not_found", `There is no such ${what}, or it is not shared with you.`)
  if (!atLeast(right, needed))
    throw new AppError(
      "forbidden",
      right === "edit"
        ? `You may change this ${what}, but only an owner may do this with it.`
        : `You may see this ${what} but not change it.`,
    )
  return { thing, right }
}
