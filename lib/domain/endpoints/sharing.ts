import { z } from "zod"
import { dataOf } from "../api.ts"
import { GrantRole, Share, type Principal } from "../grant.ts"
import { CardId, DashboardId, DatasetId, GroupId, ShareId, UserId } from "../ids.ts"
import { endpoint } from "./endpoint.ts"

const dashboardParams = z.object({ dashboardId: DashboardId })
const datasetParams = z.object({ datasetId: DatasetId })
const cardParams = z.object({ cardId: CardId })
/** With the owner, who needs no share, and whether whoever asks may hand the thing on. */
export const SharesPage = z.object({
  data: z.array(Share),
  nextCursor: z.null(),
  owner: z.object({ id: UserId, name: z.string() }),
  canTransfer: z.boolean(),
})
export type SharesPage = z.infer<typeof SharesPage>

/** Whom a body or query names. */
export function principalOf(named: {
  userId?: UserId | undefined
  groupId?: GroupId | undefined
  everyone?: true | undefined
}): Principal {
  if (named.userId !== undefined) return { type: "user", userId: named.userId }
  if (named.groupId !== undefined) return { type: "group", groupId: named.groupId }
  return { type: "everyone" }
}

const DashboardShareBody = z.union([
  z.strictObject({ userId: UserId, role: GrantRole }),
  z.strictObject({ groupId: GroupId, role: GrantRole }),
])
const UseShareBody = z.union([
  z.strictObject({ userId: UserId }),
  z.strictObject({ groupId: GroupId }),
  z.strictObject({ everyone: z.literal(true) }),
])

/** What shows something only by a share. */
export const Dependent = z.object({
  kind: z.enum(["card", "dashboard", "transform"]),
  id: z.string(),
  name: z.string(),
  ownerName: z.string(),
})
export type Dependent = z.infer<typeof Dependent>

export const listDashboardShares = endpoint({
  method: "GET",
  path: "/api/dashboards/:dashboardId/shares",
  summary: "Whom a dashboard is shared with",
  access: "signed-in",
  params: dashboardParams,
  status: 200,
  response: SharesPage,
})

export const shareDashboard = endpoint({
  method: "POST",
  path: "/api/dashboards/:dashboardId/shares",
  summary: "Share a dashboard with a person or group; a second share changes the role",
  access: "signed-in",
  params: dashboardParams,
  body: DashboardShareBody,
  status: 201,
  response: dataOf(Share),
})

export const previewDashboardShare = endpoint({
  method: "GET",
  path: "/api/dashboards/:dashboardId/shares/preview",
  summary: "The datasets a person or group would see something of only by this dashboard, if it were shared with them",
  access: "signed-in",
  params: dashboardParams,
  query: z
    .object({ userId: UserId.optional(), groupId: GroupId.optional() })
    .refine(({ userId, groupId }) => (userId === undefined) !== (groupId === undefined), "name a userId or a groupId"),
  status: 200,
  response: dataOf(z.object({ datasets: z.array(z.object({ id: DatasetId, name: z.string() })) })),
})

export const changeDashboardShare = endpoint({
  method: "PATCH",
  path: "/api/dashboards/:dashboardId/shares/:shareId",
  summary: "Give a share another role",
  access: "signed-in",
  params: dashboardParams.extend({ shareId: ShareId }),
  body: z.strictObject({ role: GrantRole }),
  status: 200,
  response: dataOf(Share),
})

export const unshareDashboard = endpoint({
  method: "DELETE",
  path: "/api/dashboards/:dashboardId/shares/:shareId",
  summary: "Take a share back, from the next request on",
  access: "signed-in",
  params: dashboardParams.extend({ shareId: ShareId }),
  status: 204,
})

export const transferDashboard = endpoint({
  method: "POST",
  path: "/api/dashboards/:dashboardId/owner",
  summary: "Hand a dashboard on to another owner",
  access: "signed-in",
  params: dashboardParams,
  body: z.strictObject({ userId: UserId }),
  status: 200,
  response: dataOf(z.object({ ownerId: UserId })),
})

export const listDatasetShares = endpoint({
  method: "GET",
  path: "/api/datasets/:datasetId/shares",
  summary: "Whom a dataset is shared with",
  access: "signed-in",
  params: datasetParams,
  status: 200,
  response: SharesPage,
})

export const shareDataset = endpoint({
  method: "POST",
  path: "/api/datasets/:datasetId/shares",
  summary: "Let a person, a group or everyone use a dataset",
  access: "signed-in",
  params: datasetParams,
  body: UseShareBody,
  status: 201,
  response: dataOf(Share),
})

export const unshareDataset = endpoint({
  method: "DELETE",
  path: "/api/datasets/:datasetId/shares/:shareId",
  summary: "Take a share back, from the next request on",
  access: "signed-in",
  params: datasetParams.extend({ shareId: ShareId }),
  status: 204,
})

export const transferDataset = endpoint({
  method: "POST",
  path: "/api/datasets/:datasetId/owner",
  summary: "Hand a dataset on to another owner",
  access: "signed-in",
  params: datasetParams,
  body: z.strictObject({ userId: UserId }),
  status: 200,
  response: dataOf(z.object({ ownerId: UserId })),
})

export const previewUnshareDataset = endpoint({
  method: "GET",
  path: "/api/datasets/:datasetId/shares/:shareId/dependents",
  summary: "What would stop working if a share were taken back",
  access: "signed-in",
  params: datasetParams.extend({ shareId: ShareId }),
  status: 200,
  response: dataOf(z.object({ dependents: z.array(Dependent) })),
})

export const listCardShares = endpoint({
  method: "GET",
  path: "/api/cards/:cardId/shares",
  summary: "Whom a card is shared with",
  access: "signed-in",
  params: cardParams,
  status: 200,
  response: SharesPage,
})

export const shareCard = endpoint({
  method: "POST",
  path: "/api/cards/:cardId/shares",
  summary: "Let a person, a group or everyone use a card",
  access: "signed-in",
  params: cardParams,
  body: UseShareBody,
  status: 201,
  response: dataOf(Share),
})

export const unshareCard = endpoint({
  method: "DELETE",
  path: "/api/cards/:cardId/shares/:shareId",
  summary: "Take a share back, from the next request on",
  access: "signed-in",
  params: cardParams.extend({ shareId: ShareId }),
  status: 204,
})

export const transferCard = endpoint({
  method: "POST",
  path: "/api/cards/:cardId/owner",
  summary: "Hand a card on to another owner",
  access: "signed-in",
  params: cardParams,
  body: z.strictObject({ userId: UserId }),
  status: 200,
  response: dataOf(z.object({ ownerId: UserId })),
})

export const previewUnshareCard = endpoint({
  method: "GET",
  path: "/api/cards/:cardId/shares/:shareId/dependents",
  summary: "What would stop working if a share were taken back",
  access: "signed-in",
  params: cardParams.extend({ shareId: ShareId }),
  status: 200,
  response: dataOf(z.object({ dependents: z.array(Dependent) })),
})
