import { expect, test } from "vitest"
import type { Grant, GrantRole, Principal } from "./grant.ts"
import { newId } from "./ids.ts"
import { rightOn, type Asker } from "./permissions.ts"
import type { Right } from "./right.ts"

const [owner, reader, other] = [newId("usr"), newId("usr"), newId("usr")]
const [team, others] = [newId("grp"), newId("grp")]

const member: Asker = { userId: reader, role: "member", groupIds: [team] }
const to = (principal: Principal, role: GrantRole): Grant => ({
  id: newId("shr"),
  principal,
  role,
  grantedBy: owner,
  grantedAt: "2026-01-01T00:00:00Z",
})
const toReader = (role: GrantRole) => to({ type: "user", userId: reader }, role)
const toTeam = (role: GrantRole) => to({ type: "group", groupId: team }, role)

test.each<[string, Asker, Grant[], Right]>([
  ["a stranger has no right", member, [], "none"],
  ["the owner owns it", { ...member, userId: owner }, [], "own"],
  ["an admin may do what the owner may", { ...member, role: "admin" }, [], "own"],
  ["a viewer views", member, [toReader("viewer")], "view"],
  ["an editor edits", member, [toReader("editor")], "edit"],
  ["a second owner owns it too", member, [toReader("owner")], "own"],
  ["a share with somebody else is not mine", member, [to({ type: "user", userId: other }, "owner")], "none"],
  ["a share with my group is mine", member, [toTeam("editor")], "edit"],
  ["a share with another group is not", member, [to({ type: "group", groupId: others }, "owner")], "none"],
  ["a share with everyone is mine too", member, [to({ type: "everyone" }, "viewer")], "view"],
  [
    "of several the highest counts",
    member,
    [toReader("viewer"), toTeam("editor"), to({ type: "everyone" }, "viewer")],
    "edit",
  ],
  ["in whatever order", member, [toTeam("editor"), toReader("viewer")], "edit"],
])("%s", (_, asker, grants, expected) => expect(rightOn(asker, { ownerId: owner, grants })).toBe(expected))
