import { z } from "zod"
import { GroupId } from "./ids.ts"
import { Person } from "./user.ts"

/** Compared without regard to case; no two groups share one. */
export const GroupName = z.string().trim().min(1, "give the group a name").max(100)

export const Group = z.object({
  id: GroupId,
  name: GroupName,
  memberCount: z.int().nonnegative(),
  createdAt: z.iso.datetime(),
})
export type Group = z.infer<typeof Group>

/** `fromSignIn`: the organisation's sign-in says they are in it, and takes them out again. */
export const GroupMember = Person.extend({ fromSignIn: z.boolean() })
export type GroupMember = z.infer<typeof GroupMember>

export const GroupDetail = Group.extend({
  members: z.array(GroupMember),
  /** How many things are shared with it. */
  shared: z.object({
    dashboards: z.int().nonnegative(),
    datasets: z.int().nonnegative(),
    cards: z.int().nonnegative(),
  }),
})
export type GroupDetail = z.infer<typeof GroupDetail>
