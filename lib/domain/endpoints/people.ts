import { z } from "zod"
import { dataOf, ListQuery, pageOf } from "../api.ts"
import { Group, GroupDetail, GroupName } from "../group.ts"
import { GroupId, SessionId, UserId } from "../ids.ts"
import { Email, Password, Person, Role, SessionInfo, User } from "../user.ts"
import { endpoint } from "./endpoint.ts"

const userParams = z.object({ userId: UserId })
const groupParams = z.object({ groupId: GroupId })
/** Shown once, to be handed to the person: it signs them in and lets them choose a password. */
const WithInvite = User.extend({ inviteUrl: z.url().nullable() })

export const listUsers = endpoint({
  method: "GET",
  path: "/api/users",
  summary: "Everybody with an account, for an admin; for others the people one may share with, by name or address",
  access: "signed-in",
  query: ListQuery.extend({ q: z.string().max(200).default("") }),
  status: 200,
  response: pageOf(z.union([User, Person])),
})

export const createUser = endpoint({
  method: "POST",
  path: "/api/users",
  summary: "Make an account: with a password, or without one and with an invitation link in the answer",
  access: "admin",
  body: z.strictObject({
    email: Email,
    name: z.string().trim().min(1).max(200).optional(),
    role: Role.default("member"),
    password: Password.optional(),
  }),
  status: 201,
  response: dataOf(WithInvite),
})

export const updateUser = endpoint({
  method: "PATCH",
  path: "/api/users/:userId",
  summary:
    "Rename, give another role, disable or enable; password and resetPassword end all sessions, the latter answers a link to choose a new one",
  access: "admin",
  params: userParams,
  body: z
    .strictObject({
      name: z.string().trim().min(1).max(200),
      email: Email,
      role: Role,
      disabled: z.boolean(),
      password: Password,
      resetPassword: z.literal(true),
    })
    .partial()
    .refine((patch) => Object.keys(patch).length > 0, "name at least one field to change"),
  status: 200,
  response: dataOf(WithInvite),
})

export const listSessions = endpoint({
  method: "GET",
  path: "/api/me/sessions",
  summary: "Where one is signed in",
  access: "signed-in",
  status: 200,
  response: z.object({ data: z.array(SessionInfo), nextCursor: z.null() }),
})

export const revokeOtherSessions = endpoint({
  method: "DELETE",
  path: "/api/me/sessions",
  summary: "Sign out everywhere else",
  access: "signed-in",
  status: 204,
})

export const revokeSession = endpoint({
  method: "DELETE",
  path: "/api/me/sessions/:sessionId",
  summary: "Sign out elsewhere",
  access: "signed-in",
  params: z.object({ sessionId: SessionId }),
  status: 204,
})

export const listGroups = endpoint({
  method: "GET",
  path: "/api/groups",
  summary: "All groups, by name",
  access: "signed-in",
  query: ListQuery.extend({ q: z.string().max(200).default("") }),
  status: 200,
  response: pageOf(Group),
})

export const createGroup = endpoint({
  method: "POST",
  path: "/api/groups",
  summary: "Make a group",
  access: "admin",
  body: z.strictObject({ name: GroupName }),
  status: 201,
  response: dataOf(GroupDetail),
})

export const readGroup = endpoint({
  method: "GET",
  path: "/api/groups/:groupId",
  summary: "A group with its members",
  access: "admin",
  params: groupParams,
  status: 200,
  response: dataOf(GroupDetail),
})

export const updateGroup = endpoint({
  method: "PATCH",
  path: "/api/groups/:groupId",
  summary: "Rename a group",
  access: "admin",
  params: groupParams,
  body: z.strictObject({ name: GroupName }),
  status: 200,
  response: dataOf(GroupDetail),
})

export const deleteGroup = endpoint({
  method: "DELETE",
  path: "/api/groups/:groupId",
  summary: "Delete a group: what was shared with it is no longer",
  access: "admin",
  params: groupParams,
  status: 204,
})

export const addGroupMember = endpoint({
  method: "POST",
  path: "/api/groups/:groupId/members",
  summary: "Add somebody to a group",
  access: "admin",
  params: groupParams,
  body: z.strictObject({ userId: UserId }),
  status: 200,
  response: dataOf(GroupDetail),
})

export const removeGroupMember = endpoint({
  method: "DELETE",
  path: "/api/groups/:groupId/members/:userId",
  summary: "Take somebody out of a group",
  access: "admin",
  params: groupParams.extend({ userId: UserId }),
  status: 204,
})
