import {
  admins,
  everyone,
  members,
  onDashboard,
  onUsed,
  referring,
  theOwners,
  written,
  type Expectation,
} from "./expectations.ts"
import { CARD_CODE, TRANSFORM_CODE, type World } from "./world.ts"

export type Row = {
  path: (world: World) => string
  body?: (world: World) => unknown
  form?: () => FormData
  headers?: Record<string, string>
  /** The status each role is answered. */
  expect: Expectation
}

const csv = () => {
  const form = new FormData()
  form.set("name", "n")
  form.set("file", new Blob(["a\n1\n"]), "n.csv")
  return form
}
// A version nobody has: who may change the thing is told 412, who may not learns nothing of it.
const stale = { "if-match": '"999999"' }

const dataset = (rest = "") => ({ path: (world: World) => `/api/datasets/${world.dataset}${rest}` })
const run = (rest = "") => ({ path: (world: World) => `/api/runs/${world.run}${rest}` })
const card = (rest = "") => ({ path: (world: World) => `/api/cards/${world.card}${rest}` })
const dashboard = (rest = "") => ({ path: (world: World) => `/api/dashboards/${world.dashboard}${rest}` })
const shared = (rest = "") => ({ path: (world: World) => `/api/share/${world.link.token}${rest}` })
const transform = (rest = "") => ({ path: (world: World) => `/api/transforms/${world.transform}${rest}` })
const at = (path: string) => ({ path: () => path })

const question = () => ({ conversationId: "conv_00000000000000000000", question: "How many?" })

// Nobody's.
const NO_SHARE = "shr_00000000000000000000"
const NO_LINK = "lnk_00000000000000000000"

/** One row a route: a route without one fails the test. */
export const TABLE: Record<string, Row> = {
  readMe: { ...at("/api/me"), expect: members(200) },
  updateMe: { ...at("/api/me"), body: () => ({ name: "Same" }), expect: written(members(200)) },
  changePassword: {
    ...at("/api/me/password"),
    body: () => ({ current: "wrong", next: "long enough now" }),
    expect: written(members(400)),
  },
  createToken: { ...at("/api/tokens"), body: () => ({ name: "t" }), expect: members(403) },
  listTokens: { ...at("/api/tokens"), expect: members(200) },
  deleteToken: { ...at("/api/tokens/tok_00000000000000000000"), expect: written(members(404)) },
  readHome: { ...at("/api/home"), expect: members(200) },

  listUsers: { ...at("/api/users"), expect: members(200) },
  createUser: {
    ...at("/api/users"),
    // An address that is somebody's already.
    body: () => ({ email: "owner@example.org", name: "Again" }),
    expect: written(admins(409)),
  },
  updateUser: {
    path: ({ bystander }) => `/api/users/${bystander}`,
    body: () => ({ name: "bystander" }),
    expect: written(admins(200)),
  },
  listSessions: { ...at("/api/me/sessions"), expect: members(200) },
  revokeSession: { ...at("/api/me/sessions/ses_00000000000000000000"), expect: written(members(404)) },
  revokeOtherSessions: { ...at("/api/me/sessions"), expect: written(members(204)) },
  listGroups: { ...at("/api/groups"), expect: members(200) },
  createGroup: {
    ...at("/api/groups"),
    // A name that is taken.
    body: () => ({ name: "readers" }),
    expect: written(admins(409)),
  },
  readGroup: { path: ({ groupId }) => `/api/groups/${groupId}`, expect: admins(200) },
  updateGroup: {
    path: ({ groupId }) => `/api/groups/${groupId}`,
    body: () => ({ name: "Readers" }),
    expect: written(admins(200)),
  },
  deleteGroup: { ...at("/api/groups/grp_00000000000000000000"), expect: written(admins(404)) },
  addGroupMember: {
    path: ({ groupId }) => `/api/groups/${groupId}/members`,
    body: ({ userIds }) => ({ userId: userIds.viewerByGroup }),
    expect: written(admins(200)),
  },
  removeGroupMember: {
    path: ({ groupId, bystander }) => `/api/groups/${groupId}/members/${bystander}`,
    expect: written(admins(204)),
  },

  listDatasets: { ...at("/api/datasets"), expect: members(200) },
  createDataset: { ...at("/api/datasets"), form: csv, expect: written(members(202)) },
  readDataset: { ...dataset(), expect: onUsed("view", 200) },
  updateDataset: {
    ...dataset(),
    body: () => ({ name: "x" }),
    headers: stale,
    expect: written(onUsed("own", 412)),
  },
  importDataset: {
    path: ({ spare }) => `/api/datasets/${spare.dataset}/import`,
    form: csv,
    expect: written(onUsed("own", 202)),
  },
  listDataVersions: { ...dataset("/versions"), expect: onUsed("view", 200) },
  previewDataset: { ...dataset("/preview"), expect: onUsed("view", 200) },
  readColumnValues: { ...dataset("/values?column=a"), expect: onUsed("view", 200) },
  inspectFile: { ...at("/api/datasets/inspect"), form: csv, expect: members(200) },
  restoreDataVersion: {
    ...dataset("/versions/1/restore"),
    headers: stale,
    expect: written(onUsed("own", 412)),
  },
  compareDataVersions: { ...dataset("/versions/1/compare?with=1"), expect: onUsed("view", 200) },
  readProfile: { ...dataset("/profile"), expect: onUsed("view", 200) },
  readUsage: { ...dataset("/usage"), expect: onUsed("own", 200) },
  downloadParquet: { ...dataset("/data.parquet"), expect: onUsed("view", 200) },
  exportCsv: { ...dataset("/export.csv"), expect: onUsed("view", 200) },
  publishRun: {
    path: ({ awaiting }) => `/api/runs/${awaiting.publish}/publish`,
    expect: written(theOwners(200)),
  },
  discardRun: {
    path: ({ awaiting }) => `/api/runs/${awaiting.discard}/discard`,
    expect: written(theOwners(200)),
  },
  listS3Buckets: { ...at("/api/sources/s3"), expect: members(200) },
  // No bucket is allowed here; what is read from one is tested beside the buckets.
  listS3Objects: { ...at("/api/sources/s3/any/objects"), expect: members(404) },
  deleteDataset: { ...dataset(), expect: written(onUsed("own", 409)) },
  readRun: { ...run(), expect: theOwners(200) },
  followRun: { ...run("/events"), expect: theOwners(200) },
  cancelRun: { ...run("/cancel"), expect: written(theOwners(202)) },

  listCards: { ...at("/api/cards"), expect: members(200) },
  createCard: {
    ...at("/api/cards"),
    body: (world) => ({ name: "c", code: CARD_CODE, datasets: [{ alias: "d", datasetId: world.dataset }] }),
    expect: written(referring(201)),
  },
  readCard: { ...card(), expect: onUsed("view", 200) },
  updateCard: { ...card(), body: () => ({ name: "x" }), headers: stale, expect: written(onUsed("own", 412)) },
  deleteCard: { ...card(), expect: written(onUsed("own", 409)) },
  restoreCard: {
    path: ({ deletedCard }) => `/api/cards/${deletedCard}/restore`,
    // Once it is restored there is nothing to be restored.
    expect: { ...written(theOwners(200)), admin: 404 },
  },
  previewCard: {
    ...at("/api/cards/preview"),
    body: (world) => ({ code: CARD_CODE, datasets: [{ alias: "d", datasetId: world.dataset }] }),
    // It runs whatever code it is sent, so it is not for reading tokens.
    expect: written(referring(200)),
  },
  previewSavedCard: { ...card("/preview"), body: () => ({}), expect: onUsed("view", 200) },

  // No model is set up here: whoever may ask is told so, and nobody else.
  assistCard: {
    ...at("/api/cards/assist"),
    body: (world) => ({ code: "", instruction: "Count", datasets: [{ alias: "d", datasetId: world.dataset }] }),
    expect: written(referring(503)),
  },

  askDashboard: { ...dashboard("/chat"), body: question, expect: written(onDashboard("view", 503)) },
  askDataset: { ...dataset("/chat"), body: question, expect: written(onUsed("view", 503)) },
  suggestForDashboard: { ...dashboard("/chat/suggestions"), expect: onDashboard("view", 200) },
  suggestForDataset: { ...dataset("/chat/suggestions"), expect: onUsed("view", 200) },
  listConversations: {
    path: (world) => `/api/chat/conversations?subjectId=${world.dashboard}`,
    expect: onDashboard("view", 200),
  },
  // Conversations and their queries are one person's; nobody has these.
  readConversation: { ...at("/api/chat/conversations/conv_00000000000000000000"), expect: members(404) },
  deleteConversation: { ...at("/api/chat/conversations/conv_00000000000000000000"), expect: written(members(404)) },
  runCitedQuery: { ...at("/api/chat/queries/qry_00000000000000000000/run"), body: () => ({}), expect: members(404) },
  readChatStatus: { ...at("/api/chat/status"), expect: members(200) },
  readChatUsage: { ...at("/api/chat/usage"), expect: admins(200) },

  listDashboards: { ...at("/api/dashboards"), expect: members(200) },
  createDashboard: {
    ...at("/api/dashboards"),
    body: (world) => ({ name: "d", layout: [{ cardId: world.card, x: 0, y: 0, w: 1, h: 1 }] }),
    expect: written(referring(201)),
  },
  readDashboard: { ...dashboard(), expect: onDashboard("view", 200) },
  updateDashboard: {
    ...dashboard(),
    body: () => ({ name: "x" }),
    headers: stale,
    expect: written(onDashboard("edit", 412)),
  },
  deleteDashboard: {
    path: ({ spare }) => `/api/dashboards/${spare.dashboard}`,
    // Once it is deleted it is gone for admins too.
    expect: { ...written(onDashboard("own", 204)), admin: 404 },
  },
  restoreDashboard: {
    path: ({ deletedDashboard }) => `/api/dashboards/${deletedDashboard}/restore`,
    expect: { ...written(onDashboard("own", 200)), admin: 404 },
  },
  cloneDashboard: {
    ...dashboard("/clone"),
    body: () => ({}),
    // The editor may change it, but may not place its card elsewhere.
    expect: { ...written(onDashboard("edit", 201)), editor: 403 },
  },
  listDashboardDatasets: { ...dashboard("/datasets"), expect: onDashboard("edit", 200) },
  renderDashboard: { ...dashboard("/render"), body: () => ({}), expect: onDashboard("view", 200) },
  readFilterValues: { ...dashboard("/filters/a/values"), expect: onDashboard("view", 200) },
  starDashboard: { ...dashboard("/star"), expect: written(onDashboard("view", 204)) },
  unstarDashboard: { ...dashboard("/star"), expect: written(onDashboard("view", 204)) },

  listDashboardShares: { ...dashboard("/shares"), expect: onDashboard("own", 200) },
  shareDashboard: {
    ...dashboard("/shares"),
    body: ({ bystander }) => ({ userId: bystander, role: "viewer" }),
    expect: written(onDashboard("own", 201)),
  },
  previewDashboardShare: {
    path: (world) => `/api/dashboards/${world.dashboard}/shares/preview?userId=${world.bystander}`,
    expect: onDashboard("own", 200),
  },
  changeDashboardShare: {
    path: (world) => `/api/dashboards/${world.dashboard}/shares/${world.shares.dashboard}`,
    body: () => ({ role: "viewer" }),
    expect: written(onDashboard("own", 200)),
  },
  unshareDashboard: { ...dashboard(`/shares/${NO_SHARE}`), expect: written(onDashboard("own", 404)) },
  transferDashboard: {
    ...dashboard("/owner"),
    // To whom it belongs already: a 400 for who might do it.
    body: ({ userIds }) => ({ userId: userIds.owner }),
    expect: written(onDashboard("own", 400)),
  },
  listDatasetShares: { ...dataset("/shares"), expect: onUsed("own", 200) },
  shareDataset: {
    ...dataset("/shares"),
    body: ({ bystander }) => ({ userId: bystander }),
    expect: written(onUsed("own", 201)),
  },
  unshareDataset: { ...dataset(`/shares/${NO_SHARE}`), expect: written(onUsed("own", 404)) },
  previewUnshareDataset: {
    path: (world) => `/api/datasets/${world.dataset}/shares/${world.shares.dataset}/dependents`,
    expect: onUsed("own", 200),
  },
  transferDataset: {
    ...dataset("/owner"),
    body: ({ userIds }) => ({ userId: userIds.owner }),
    expect: written(onUsed("own", 400)),
  },
  listCardShares: { ...card("/shares"), expect: onUsed("own", 200) },
  shareCard: {
    ...card("/shares"),
    body: ({ bystander }) => ({ userId: bystander }),
    expect: written(onUsed("own", 201)),
  },
  unshareCard: { ...card(`/shares/${NO_SHARE}`), expect: written(onUsed("own", 404)) },
  previewUnshareCard: {
    path: (world) => `/api/cards/${world.card}/shares/${world.shares.card}/dependents`,
    expect: onUsed("own", 200),
  },
  transferCard: {
    ...card("/owner"),
    body: ({ userIds }) => ({ userId: userIds.owner }),
    expect: written(onUsed("own", 400)),
  },

  listFilterViews: { ...dashboard("/filter-views"), expect: onDashboard("view", 200) },
  createFilterView: {
    ...dashboard("/filter-views"),
    body: () => ({ name: "Mine", values: {} }),
    expect: written(onDashboard("view", 201)),
  },
  updateFilterView: {
    path: (world) => `/api/dashboards/${world.dashboard}/filter-views/${world.filterView}`,
    body: () => ({ name: "Renamed" }),
    expect: written(onDashboard("edit", 200)),
  },
  deleteFilterView: {
    path: (world) => `/api/dashboards/${world.dashboard}/filter-views/${world.spareFilterView}`,
    // The editor deletes it first.
    expect: { ...written(onDashboard("edit", 404)), editor: 204 },
  },

  listShareLinks: { ...dashboard("/links"), expect: onDashboard("own", 200) },
  createShareLink: {
    ...dashboard("/links"),
    body: () => ({ name: "Another" }),
    expect: written(onDashboard("own", 201)),
  },
  updateShareLink: {
    path: (world) => `/api/dashboards/${world.dashboard}/links/${world.link.id}`,
    body: () => ({ name: "Renamed" }),
    expect: written(onDashboard("own", 200)),
  },
  revokeShareLink: { ...dashboard(`/links/${NO_LINK}`), expect: written(onDashboard("own", 404)) },
  previewShareLink: {
    path: (world) => `/api/dashboards/${world.dashboard}/links/${world.link.id}/preview`,
    expect: onDashboard("own", 200),
  },
  // A link's token is its right: whoever has the address.
  readSharedDashboard: { ...shared(), expect: everyone(200) },
  readSharedFilterValues: { ...shared("/filters/a/values"), expect: everyone(200) },
  renderSharedDashboard: { ...shared("/render"), body: () => ({}), expect: everyone(200) },
  // No model is set up here: who may ask is told so. Nobody has asked, so that there is no query to run again.
  askSharedDashboard: { ...shared("/chat"), body: question, expect: everyone(503) },
  suggestForSharedDashboard: { ...shared("/chat/suggestions"), expect: everyone(200) },
  runSharedQuery: { ...shared("/chat/queries/qry_00000000000000000000/run"), body: () => ({}), expect: everyone(404) },
  unlockShareLink: { ...shared("/unlock"), body: () => ({ password: "none is asked for" }), expect: everyone(200) },
  listTransforms: { ...at("/api/transforms"), expect: members(200) },
  createTransform: {
    ...at("/api/transforms"),
    body: (world) => ({ name: "t", code: TRANSFORM_CODE, inputs: [{ alias: "d", datasetId: world.dataset }] }),
    expect: written(referring(201)),
  },
  readTransform: { ...transform(), expect: theOwners(200) },
  updateTransform: { ...transform(), headers: stale, body: () => ({ name: "t2" }), expect: written(theOwners(412)) },
  previewTransform: {
    ...at("/api/transforms/preview"),
    body: (world) => ({ code: TRANSFORM_CODE, inputs: [{ alias: "d", datasetId: world.dataset }] }),
    expect: referring(200),
  },
  transferTransform: {
    ...transform("/owner"),
    // To whom it belongs already: a 400 for who might do it.
    body: ({ userIds }) => ({ userId: userIds.owner }),
    expect: written(theOwners(400)),
  },
  runTransform: { ...transform("/run"), expect: written(theOwners(202)) },
  listTransformRuns: { ...transform("/runs"), expect: theOwners(200) },
  listTransformVersions: { ...transform("/versions"), expect: theOwners(200) },
  restoreTransformVersion: {
    ...transform("/versions/1/restore"),
    headers: stale,
    expect: written(theOwners(412)),
  },
  readTransformLineage: { ...transform("/lineage"), expect: theOwners(200) },
  // The owner deletes it first.
  deleteTransform: { ...transform(), expect: { ...written(theOwners(404)), owner: 204 } },
  readDatasetLineage: { ...dataset("/lineage"), expect: onUsed("view", 200) },
  readCardLineage: { ...card("/lineage"), expect: onUsed("view", 200) },
  readDashboardLineage: { ...dashboard("/lineage"), expect: onDashboard("edit", 200) },
  previewSchedule: { ...at("/api/schedules/next?cron=0%206%20*%20*%20*&timezone=UTC"), expect: members(200) },
  readRunLog: { ...run("/log"), expect: theOwners(200) },

  listAuditEvents: { ...at("/api/audit"), expect: admins(200) },
  exportAuditEvents: { ...at("/api/audit/export.csv"), expect: admins(200) },

  readHealth: { ...at("/api/health"), expect: everyone(200) },
  readReadiness: { ...at("/api/ready"), expect: everyone(200) },
  readMetrics: { ...at("/api/metrics"), expect: everyone(401) },
  tick: { ...at("/api/internal/tick"), expect: written(everyone(401)) },
  readOpenApi: { ...at("/api/openapi.json"), expect: everyone(200) },
}
