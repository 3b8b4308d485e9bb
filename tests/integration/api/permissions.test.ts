import { afterAll, beforeAll, expect, test } from "vitest"
import { z } from "zod"
import { dataOf } from "#lib/domain/api.ts"
import { endpoints } from "#lib/domain/endpoints/all.ts"
import { hashPassword } from "#lib/server/auth/password.ts"
import { createUser } from "#lib/server/users/user-store.ts"
import { apiClient, clientWithPassword, type ApiClient } from "#tests/support/api-client.ts"
import { startDynamo, type Dynamo } from "#tests/support/start-dynamo.ts"
import { startStack, type RunningStack } from "#tests/support/start-stack.ts"

const ROLES = ["admin", "owner", "stranger", "anonymous"] as const
type Role = (typeof ROLES)[number]

/** What is there to be asked for, all of it the owner's. */
type World = {
  dataset: string
  card: string
  deletedCard: string
  dashboard: string
  deletedDashboard: string
  run: string
  /** Awaits confirmation; publishing or discarding it ends it, and the same again is answered alike. */
  awaiting: { publish: string; discard: string }
  spare: { dataset: string; card: string; dashboard: string }
}

type Row = {
  path: (world: World) => string
  body?: (world: World) => unknown
  form?: () => FormData
  headers?: Record<string, string>
  /** Status by role. "owner" is a member who owns the thing named; "stranger" another member. */
  expect: Record<Role, number>
}

// What one may not see is 404, whoever asks; who is nobody is 401.
const theirs = (status: number): Row["expect"] => ({ admin: status, owner: status, stranger: 404, anonymous: 401 })
const everyMember = (status: number): Row["expect"] => ({
  admin: status,
  owner: status,
  stranger: status,
  anonymous: 401,
})
const everyone = (status: number): Row["expect"] => ({
  admin: status,
  owner: status,
  stranger: status,
  anonymous: status,
})

const csv = () => {
  const form = new FormData()
  form.set("name", "n")
  form.set("file", new Blob(["a\n1\n"]), "n.csv")
  return form
}
const CODE = "def render(dataset, filters, params):\n    return 1"
// A version nobody has: who may change the thing is told 412, who may not learns nothing of it.
const stale = { "if-match": '"999999"' }

/** One row a route: without one the test below fails. */
const TABLE: Record<string, Row> = {
  readMe: { path: () => "/api/me", expect: everyMember(200) },
  updateMe: { path: () => "/api/me", body: () => ({ name: "Same" }), expect: everyMember(200) },
  changePassword: {
    path: () => "/api/me/password",
    body: () => ({ current: "wrong", next: "long enough now" }),
    expect: everyMember(400),
  },
  createToken: {
    path: () => "/api/tokens",
    body: () => ({ name: "t" }),
    expect: { admin: 403, owner: 403, stranger: 403, anonymous: 401 },
  },
  listTokens: { path: () => "/api/tokens", expect: everyMember(200) },
  deleteToken: { path: () => "/api/tokens/tok_00000000000000000000", expect: everyMember(404) },
  readHome: { path: () => "/api/home", expect: everyMember(200) },
  listDatasets: { path: () => "/api/datasets", expect: everyMember(200) },
  createDataset: { path: () => "/api/datasets", form: csv, expect: everyMember(202) },
  readDataset: { path: ({ dataset }) => `/api/datasets/${dataset}`, expect: theirs(200) },
  updateDataset: {
    path: ({ dataset }) => `/api/datasets/${dataset}`,
    body: () => ({ name: "x" }),
    headers: stale,
    expect: theirs(412),
  },
  inspectFile: { path: () => "/api/datasets/inspect", form: csv, expect: everyMember(200) },
  restoreDataVersion: {
    path: ({ dataset }) => `/api/datasets/${dataset}/versions/1/restore`,
    headers: stale,
    expect: theirs(412),
  },
  compareDataVersions: {
    path: ({ dataset }) => `/api/datasets/${dataset}/versions/1/compare?with=1`,
    expect: theirs(200),
  },
  readProfile: { path: ({ dataset }) => `/api/datasets/${dataset}/profile`, expect: theirs(200) },
  readUsage: { path: ({ dataset }) => `/api/datasets/${dataset}/usage`, expect: theirs(200) },
  downloadParquet: { path: ({ dataset }) => `/api/datasets/${dataset}/data.parquet`, expect: theirs(200) },
  exportCsv: { path: ({ dataset }) => `/api/datasets/${dataset}/export.csv`, expect: theirs(200) },
  publishRun: { path: ({ awaiting }) => `/api/runs/${awaiting.publish}/publish`, expect: theirs(200) },
  discardRun: { path: ({ awaiting }) => `/api/runs/${awaiting.discard}/discard`, expect: theirs(200) },
  listS3Buckets: { path: () => "/api/sources/s3", expect: everyMember(200) },
  // No bucket is allowed here; what is read from one is tested beside the buckets.
  listS3Objects: { path: () => "/api/sources/s3/any/objects", expect: everyMember(404) },
  importDataset: { path: ({ spare }) => `/api/datasets/${spare.dataset}/import`, form: csv, expect: theirs(202) },
  listDataVersions: { path: ({ dataset }) => `/api/datasets/${dataset}/versions`, expect: theirs(200) },
  previewDataset: { path: ({ dataset }) => `/api/datasets/${dataset}/preview`, expect: theirs(200) },
  readColumnValues: { path: ({ dataset }) => `/api/datasets/${dataset}/values?column=a`, expect: theirs(200) },
  deleteDataset: { path: ({ dataset }) => `/api/datasets/${dataset}`, expect: theirs(409) },
  readRun: { path: ({ run }) => `/api/runs/${run}`, expect: theirs(200) },
  followRun: { path: ({ run }) => `/api/runs/${run}/events`, expect: theirs(200) },
  cancelRun: { path: ({ run }) => `/api/runs/${run}/cancel`, expect: theirs(202) },
  listCards: { path: () => "/api/cards", expect: everyMember(200) },
  createCard: {
    path: () => "/api/cards",
    body: ({ dataset }) => ({ name: "c", code: CODE, datasets: [{ alias: "d", datasetId: dataset }] }),
    expect: { admin: 201, owner: 201, stranger: 400, anonymous: 401 },
  },
  readCard: { path: ({ card }) => `/api/cards/${card}`, expect: theirs(200) },
  updateCard: {
    path: ({ card }) => `/api/cards/${card}`,
    body: () => ({ name: "x" }),
    headers: stale,
    expect: theirs(412),
  },
  deleteCard: { path: ({ card }) => `/api/cards/${card}`, expect: theirs(409) },
  restoreCard: {
    path: ({ deletedCard }) => `/api/cards/${deletedCard}/restore`,
    expect: { admin: 404, owner: 200, stranger: 404, anonymous: 401 },
  },
  previewCard: {
    path: () => "/api/cards/preview",
    body: ({ dataset }) => ({ code: CODE, datasets: [{ alias: "d", datasetId: dataset }] }),
    expect: { admin: 200, owner: 200, stranger: 400, anonymous: 401 },
  },
  previewSavedCard: { path: ({ card }) => `/api/cards/${card}/preview`, body: () => ({}), expect: theirs(200) },
  listDashboards: { path: () => "/api/dashboards", expect: everyMember(200) },
  createDashboard: {
    path: () => "/api/dashboards",
    body: ({ card }) => ({ name: "d", layout: [{ cardId: card, x: 0, y: 0, w: 1, h: 1 }] }),
    expect: { admin: 201, owner: 201, stranger: 400, anonymous: 401 },
  },
  readDashboard: { path: ({ dashboard }) => `/api/dashboards/${dashboard}`, expect: theirs(200) },
  updateDashboard: {
    path: ({ dashboard }) => `/api/dashboards/${dashboard}`,
    body: () => ({ name: "x" }),
    headers: stale,
    expect: theirs(412),
  },
  deleteDashboard: {
    path: ({ spare }) => `/api/dashboards/${spare.dashboard}`,
    expect: { admin: 404, owner: 204, stranger: 404, anonymous: 401 },
  },
  restoreDashboard: {
    path: ({ deletedDashboard }) => `/api/dashboards/${deletedDashboard}/restore`,
    expect: { admin: 404, owner: 200, stranger: 404, anonymous: 401 },
  },
  cloneDashboard: {
    path: ({ dashboard }) => `/api/dashboards/${dashboard}/clone`,
    body: () => ({}),
    expect: theirs(201),
  },
  listDashboardDatasets: { path: ({ dashboard }) => `/api/dashboards/${dashboard}/datasets`, expect: theirs(200) },
  renderDashboard: {
    path: ({ dashboard }) => `/api/dashboards/${dashboard}/render`,
    body: () => ({}),
    expect: theirs(200),
  },
  readFilterValues: { path: ({ dashboard }) => `/api/dashboards/${dashboard}/filters/a/values`, expect: theirs(200) },
  starDashboard: { path: ({ dashboard }) => `/api/dashboards/${dashboard}/star`, expect: theirs(204) },
  unstarDashboard: { path: ({ dashboard }) => `/api/dashboards/${dashboard}/star`, expect: theirs(204) },
  readHealth: { path: () => "/api/health", expect: everyone(200) },
  readReadiness: { path: () => "/api/ready", expect: everyone(200) },
  readMetrics: { path: () => "/api/metrics", expect: everyone(401) },
  tick: { path: () => "/api/internal/tick", expect: everyone(401) },
  readOpenApi: { path: () => "/api/openapi.json", expect: everyone(200) },
}

let dynamo: Dynamo
let stack: RunningStack
let clients: Record<Role, ApiClient>
let world: World

beforeAll(async () => {
  dynamo = await startDynamo()
  stack = await startStack({ env: { DYNAMODB_ENDPOINT: dynamo.endpoint } })
  process.env["DYNAMODB_ENDPOINT"] = dynamo.endpoint
  const passwordHash = await hashPassword("a member's password")
  for (const name of ["owner", "stranger"])
    await createUser({ email: `${name}@example.org`, name, role: "member", passwordHash })
  clients = {
    admin: await clientWithPassword(stack.url, stack.adminEmail, stack.adminPassword),
    owner: await clientWithPassword(stack.url, "owner@example.org", "a member's password"),
    stranger: await clientWithPassword(stack.url, "stranger@example.org", "a member's password"),
    anonymous: apiClient(stack.url, null),
  }
  world = await build(clients.owner)
})
afterAll(async () => {
  await stack?.stop()
  await dynamo?.stop()
})

async function build(owner: ApiClient): Promise<World> {
  const Id = dataOf(z.object({ id: z.string() }))
  const { dataset, run } = await owner.upload("data", "a\n1\n")
  const card = async () =>
    (
      await owner.expect(Id, "POST", "/api/cards", {
        body: { name: "c", code: CODE, datasets: [{ alias: "d", datasetId: dataset.id }] },
      })
    ).data.id
  const dashboard = async (cardId: string) => {
    const body = {
      name: "d",
      layout: [{ cardId, x: 0, y: 0, w: 6, h: 4 }],
      filters: [{ id: "a", type: "category", label: "A", column: "a" }],
    }
    return (await owner.expect(Id, "POST", "/api/dashboards", { body })).data.id
  }
  const awaiting = async () => {
    const { dataset: reimported } = await owner.upload("reimported", "a\n1\n")
    const { run: review } = await owner.reimport(reimported.id, "b\n1\n")
    return review.id
  }
  const placed = await card()
  const made = {
    dataset: dataset.id,
    run: run.id,
    awaiting: { publish: await awaiting(), discard: await awaiting() },
    card: placed,
    deletedCard: await card(),
    dashboard: await dashboard(placed),
    deletedDashboard: await dashboard(placed),
    spare: {
      dataset: (await owner.upload("spare", "a\n1\n")).dataset.id,
      card: await card(),
      dashboard: await dashboard(placed),
    },
  }
  await owner.send("DELETE", `/api/cards/${made.deletedCard}`)
  await owner.send("DELETE", `/api/dashboards/${made.deletedDashboard}`)
  return made
}

test("every endpoint has a row", () => {
  expect(Object.keys(TABLE).sort()).toEqual(Object.keys(endpoints).sort())
})

// From least to most right, so that what only the owner can do once is still undone when strangers try it.
const attempts = Object.keys(TABLE).flatMap((name) =>
  (["anonymous", "stranger", "owner", "admin"] as const).map((role) => [name, role] as const),
)

test.each(attempts)("%s by %s", async (name, role) => {
  const row = TABLE[name]
  const endpoint = endpoints[name]
  if (!row || !endpoint) throw new Error(`${name} has no row`)
  const answer = await clients[role].send(endpoint.method, row.path(world), {
    ...(row.body && { body: row.body(world) }),
    ...(row.form && { form: row.form() }),
    ...(row.headers && { headers: row.headers }),
  })
  expect(answer.status, JSON.stringify(answer.body).slice(0, 300)).toBe(row.expect[role])
})

test("a list holds one's own things only, unless one is an admin", async () => {
  const idsOf = async (client: ApiClient, path: string) =>
    JSON.stringify((await client.send("GET", `${path}?limit=200`)).body)
  for (const [path, id] of [
    ["/api/datasets", world.dataset],
    ["/api/cards", world.card],
    ["/api/dashboards", world.dashboard],
  ] as const) {
    expect(await idsOf(clients.owner, path)).toContain(id)
    expect(await idsOf(clients.admin, path)).toContain(id)
    expect(await idsOf(clients.stranger, path)).not.toContain(id)
  }
})
