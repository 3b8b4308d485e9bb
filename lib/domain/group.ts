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

export const GroupDetail = Group.extend({ members: z.array(Person) })
export type GroupDetail = z.infer<typeof GroupDetail>
