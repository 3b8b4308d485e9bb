import "server-only"
import { AppError } from "#lib/domain/app-error.ts"
import type { Grant, GrantRole } from "#lib/domain/grant.ts"
import { newId, type UserId } from "#lib/domain/ids.ts"
import type { Owned } from "#lib/domain/permissions.ts"
import type { Actor } from "#lib/domain/user.ts"
import { recordAudit } from "../audit/record-audit.ts"
import { checkPerson } from "./check-principal.ts"
import { changeGrants, changeOwner } from "./grant-store.ts"
import type { OwnThing } from "./manage-shares.ts"
import type { SharedKind } from "./shared-thing.entity.ts"

/** Whoever owns a thing by a share may do all with it but this. */
export const mayTransfer = (actor: Actor, { ownerId }: Pick<Owned, "ownerId">): boolean =>
  actor.role === "admin" || actor.userId === ownerId

type Transfer = {
  actor: Actor
  thing: OwnThing
  to: UserId
  /** What has to be asked or done before, when nothing else stands in the way. */
  before?: () => Promise<void>
} & (
  | { kind: SharedKind; /** What the owner until now may do from then on. */ keeps: GrantRole }
  | { kind: "transform"; keeps: null }
)

/**
 * Hands a thing on. Its owner may, and admins; whoever owns it by a share may not. The owner until now keeps a share
 * where there are shares, so that what they built on it goes on working until the new owner takes that back.
 * @throws AppError forbidden; validation_failed for a new owner we don't know, who is disabled, or who owns it already;
 *   conflict when somebody else changes it at the same moment; too_large beyond MAX_GRANTS.
 */
export async function transferThing(transfer: Transfer): Promise<{ ownerId: UserId }> {
  const { actor, kind, thing, to, before } = transfer
  if (!mayTransfer(actor, thing))
    throw new AppError("forbidden", `Only the person whose ${kind} this is, or an admin, may hand it on.`)
  const name = await checkPerson(to)
  if (to === thing.ownerId) {
    const message = `${name} owns this already.`
    throw new AppError("validation_failed", message, { details: [{ path: ["body", "userId"], message }] })
  }
  await before?.()
  await recordAudit({
    type: "owner.changed",
    targetId: thing.id,
    targetName: thing.name,
    details: { kind, from: thing.ownerId, to },
  })
  if (transfer.kind !== "transform") {
    const kept: Grant = {
      id: newId("shr"),
      principal: { type: "user", userId: thing.ownerId },
      role: transfer.keeps,
      grantedBy: actor.userId,
      grantedAt: new Date().toISOString(),
    }
    // In this order nobody is without their right between the writes; a share with the owner says nothing.
    await changeGrants(transfer.kind, thing.id, (grants) => [...grants.filter(isNotOf(thing.ownerId)), kept])
  }
  if (!(await changeOwner(kind, thing.id, thing.ownerId, to)))
    throw new AppError(
      "conflict",
      `Somebody else changed this ${kind} at the same moment. Look again, then hand it on.`,
    )
  if (transfer.kind !== "transform") await changeGrants(transfer.kind, thing.id, (grants) => grants.filter(isNotOf(to)))
  return { ownerId: to }
}

const isNotOf =
  (userId: UserId) =>
  ({ principal }: Grant): boolean =>
    principal.type !== "user" || principal.userId !== userId
