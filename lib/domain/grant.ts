import { z } from "zod"
import { CardId, GroupId, ShareId, UserId } from "./ids.ts"

/** Whom something is shared with. Everyone is whoever is signed in. */
export const Principal = z.discriminatedUnion("type", [
  z.object({ type: z.literal("user"), userId: UserId }),
  z.object({ type: z.literal("group"), groupId: GroupId }),
  z.object({ type: z.literal("everyone") }),
])
export type Principal = z.infer<typeof Principal>

/** On a dashboard any of them; on a dataset or card only viewer, which lets people use it. */
export const GrantRole = z.enum(["owner", "editor", "viewer"])
export type GrantRole = z.infer<typeof GrantRole>

/** One share of one thing, kept with the thing itself. */
export const Grant = z.object({
  id: ShareId,
  principal: Principal,
  role: GrantRole,
  grantedBy: UserId,
  grantedAt: z.iso.datetime(),
})
export type Grant = z.infer<typeof Grant>

/** A thing has no more shares than this: they are kept in its item, and groups are there for more people. */
export const MAX_GRANTS = 200

/** One text for one principal: names it in keys. */
export function principalKey(principal: Principal): string {
  switch (principal.type) {
    case "user":
      return principal.userId
    case "group":
      return principal.groupId
    case "everyone":
      return "everyone"
  }
}

/** A share as the sharing dialog shows it. */
export const Share = Grant.extend({
  /** The person's or group's name; "Everyone". */
  name: z.string(),
  /** Of a person. */
  email: z.string().nullable(),
})
export type Share = z.infer<typeof Share>

/** A thing as the server keeps it, with whom it is shared. What leaves the server goes through withoutGrants. */
export type Shared<T> = T & { grants: Grant[] }

/** Who placed each card of a dashboard: it is shown as long as they may use it. Cards it says nothing of are its owner's. */
export const Placers = z.record(CardId, UserId)
export type Placers = z.infer<typeof Placers>

/**
 * A thing as its readers may know it: whom else it is shared with is its owners' business, and who placed which card
 * the server's.
 */
export function withoutGrants<T extends { grants: readonly Grant[]; placers?: Placers }>(
  thing: T,
): Omit<T, "grants" | "placers"> {
  const { grants: _grants, placers: _placers, ...rest } = thing
  return rest
}
