import "server-only"
import { AppError } from "#lib/domain/app-error.ts"
import type { Principal } from "#lib/domain/grant.ts"
import type { UserId } from "#lib/domain/ids.ts"
import type { Owned } from "#lib/domain/permissions.ts"
import type { Actor } from "#lib/domain/user.ts"
import { getGroup } from "../groups/group-store.ts"
import { getUser } from "../users/user-store.ts"

/**
 * The name of whom a thing is to be shared with.
 * @throws AppError validation_failed for whom we don't know, who is disabled, who owns it, and for oneself.
 */
export async function checkPrincipal(
  actor: Actor,
  { ownerId }: Pick<Owned, "ownerId">,
  principal: Principal,
): Promise<string> {
  switch (principal.type) {
    case "everyone":
      return "Everyone"
    case "group": {
      const group = await getGroup(principal.groupId)
      if (!group) throw unfit("groupId", "There is no such group. It may have been deleted.")
      return group.name
    }
    case "user": {
      const name = await checkPerson(principal.userId)
      if (principal.userId === ownerId) throw unfit("userId", `${name} owns this, and may do everything with it.`)
      if (principal.userId === actor.userId)
        throw unfit("userId", "You may do everything with this already. Share it with somebody else.")
      return name
    }
  }
}

/** The name of somebody with an account that works. @throws AppError validation_failed. */
export async function checkPerson(userId: UserId): Promise<string> {
  const user = await getUser(userId)
  if (!user) throw unfit("userId", "There is nobody with this id.")
  if (user.disabled) throw unfit("userId", `${user.name}'s account is disabled. Choose somebody else.`)
  return user.name
}

const unfit = (field: "userId" | "groupId", message: string): AppError =>
  new AppError("validation_failed", message, { details: [{ path: ["body", field], message }] })
