/**
 * Who may ask, from the least right to the most: tried in this order, so that what only the owner can do once is still
 * undone when others try it. All but the owner's and admin's are about the world's dashboard, which is shared with
 * `editor`, `viewer` and the group of `viewerByGroup`, and about its dataset and card, which `viewer` and that group
 * may use and `editor` may not. `shareLink` sends a public link's token, `readOnlyToken` is the owner's for reading.
 */
export const ROLES = [
  "anonymous",
  "shareLink",
  "readOnlyToken",
  "stranger",
  "viewerByGroup",
  "viewer",
  "editor",
  "owner",
  "admin",
] as const
export type Role = (typeof ROLES)[number]
export type Expectation = Record<Role, number>

type Needs = "view" | "edit" | "own"

const NOBODY = { anonymous: 401, shareLink: 401 }

/** Of what needs nobody in particular. */
export const everyone = (status: number): Expectation => ({ ...members(status), anonymous: status, shareLink: status })

/** Of what whoever is signed in may do. */
export const members = (status: number): Expectation => ({
  ...NOBODY,
  readOnlyToken: status,
  stranger: status,
  viewerByGroup: status,
  viewer: status,
  editor: status,
  owner: status,
  admin: status,
})

/** Of what is an admin's alone. The token of a member is a member. */
export const admins = (status: number): Expectation => ({ ...members(403), admin: status })

/** Of what belongs to the owner and is shared with nobody: a run. What one may not see is 404. */
export const theOwners = (status: number): Expectation => ({
  ...members(404),
  readOnlyToken: status,
  owner: status,
  admin: status,
})

/** Of the dashboard: what somebody sees but may not do is 403. */
export const onDashboard = (needs: Needs, status: number): Expectation => {
  const viewers = needs === "view" ? status : 403
  return {
    ...theOwners(status),
    viewerByGroup: viewers,
    viewer: viewers,
    editor: needs === "own" ? 403 : status,
  }
}

/** Of the dataset or the card, which may be used or owned and nothing between. */
export const onUsed = (needs: Exclude<Needs, "edit">, status: number): Expectation => {
  const users = needs === "view" ? status : 403
  return { ...theOwners(status), viewerByGroup: users, viewer: users }
}

/** Of what refers to the dataset or card in a body: whoever may not use it is told so by 400. */
export const referring = (status: number): Expectation => ({
  ...onUsed("view", status),
  stranger: 400,
  editor: 400,
})

/** Whatever the others are answered: a token for reading may not. */
export const written = (expectation: Expectation): Expectation => ({ ...expectation, readOnlyToken: 403 })
