/**
 * Puts the demo data in place through the public API, as a person would: upload, wait, transforms, cards, dashboards.
 * Once only: what somebody deleted afterwards stays deleted. Prints a line for each step.
 */
import { readFile } from "node:fs/promises"
import { setTimeout as wait } from "node:timers/promises"
import { z } from "zod"
import { dataOf, pageOf } from "../lib/domain/api.ts"
import { Dataset } from "../lib/domain/dataset.ts"
import { hasEnded, Run } from "../lib/domain/run.ts"
import { issueApiToken } from "../lib/server/auth/api-token.ts"
import { deleteToken } from "../lib/server/auth/token-store.ts"
import { objectStore } from "../lib/server/object-store.ts"
import { readFirstAdmin } from "../lib/server/users/ensure-first-admin.ts"
import { DEMO, type DemoDashboard, type DemoTransform } from "./demo/demo.ts"

const MARKER = "demo/seeded"
const RUN_POLL_MS = 200
const Named = z.object({ id: z.string(), name: z.string() })
type Headers = Record<string, string>
type Api = <S extends z.ZodType>(
  schema: S,
  method: string,
  path: string,
  body?: unknown,
  headers?: Headers,
) => Promise<z.output<S>>

const baseUrl = z.url().parse(process.argv[2] ?? process.env.CARDLOOM_URL)

if (!(await objectStore().head(MARKER))) await seed()

async function seed(): Promise<void> {
  const admin = await readFirstAdmin()
  if (!admin) throw new Error("There is no admin yet to own the demo data: run scripts/prepare.ts first.")
  const token = await issueApiToken(admin.id, { name: "Demo data", scope: "admin", expiresAt: null })
  try {
    const api = apiWith(token.token)
    const existing = new Set(
      (await api(pageOf(Named), "GET", "/api/dashboards?limit=200")).data.map(({ name }) => name),
    )
    for (const demo of DEMO) if (!existing.has(demo.name)) await seedDashboard(api, demo)
    await objectStore().put(MARKER, new TextEncoder().encode(new Date().toISOString()))
  } finally {
    await deleteToken(admin.id, token.id)
  }
}

async function seedDashboard(api: Api, demo: DemoDashboard): Promise<void> {
  process.stdout.write(`${demo.name}: ${demo.dataset.file}\n`)
  const datasetId = await seedDataset(api, demo)
  const outputIds = new Map<string, string>()
  for (const transform of demo.transforms)
    outputIds.set(transform.slug, await seedTransform(api, demo.folder, transform, datasetId))
  const cardIds = new Map<string, string>()
  for (const { slug, name, columns, of } of demo.cards) {
    const code = await readFile(new URL(`demo/cards/${demo.folder}/${slug}.py`, import.meta.url), "utf8")
    const card = await api(dataOf(Named), "POST", "/api/cards", {
      name,
      code,
      columns,
      datasets: [{ alias: "data", datasetId: of === undefined ? datasetId : outputIds.get(of) }],
    })
    cardIds.set(slug, card.data.id)
  }
  const layout = demo.tiles.map((tile) => {
    if ("text" in tile) return tile
    const { card, ...place } = tile
    return { ...place, cardId: cardIds.get(card) }
  })
  const { name, description, filters } = demo
  const dashboard = await api(dataOf(Named), "POST", "/api/dashboards", { name, description, filters, layout })
  await api(z.undefined(), "PUT", `/api/dashboards/${dashboard.data.id}/star`)
}

async function seedDataset(api: Api, { dataset: { name, description, file } }: DemoDashboard): Promise<string> {
  const form = new FormData()
  form.set("name", name)
  form.set("file", new Blob([await readFile(new URL(`demo/data/${file}`, import.meta.url))]), file)
  const { data: dataset, run } = await api(dataOf(Dataset).extend({ run: Run }), "POST", "/api/datasets", form)
  await untilSucceeded(api, run, `${file} could not be imported`)
  const { version } = (await api(dataOf(Dataset), "GET", `/api/datasets/${dataset.id}`)).data
  await api(dataOf(Dataset), "PATCH", `/api/datasets/${dataset.id}`, { description }, { "if-match": `"${version}"` })
  return dataset.id
}

/** The id of the dataset that it makes. */
async function seedTransform(
  api: Api,
  folder: string,
  { slug, name, description, alias }: DemoTransform,
  datasetId: string,
): Promise<string> {
  const code = await readFile(new URL(`demo/transforms/${folder}/${slug}.py`, import.meta.url), "utf8")
  const { data } = await api(dataOf(Named), "POST", "/api/transforms", {
    name,
    description,
    code,
    inputs: [{ alias, datasetId }],
    trigger: "on_input_change",
  })
  const { run } = await api(z.object({ run: Run }), "POST", `/api/transforms/${data.id}/run`)
  const { datasetId: outputId } = await untilSucceeded(api, run, `The transform “${name}” failed`)
  if (!outputId) throw new Error(`The transform “${name}” made no dataset.`)
  return outputId
}

async function untilSucceeded(api: Api, begun: Run, complaint: string): Promise<Run> {
  let run = begun
  while (!hasEnded(run.status)) {
    await wait(RUN_POLL_MS)
    run = (await api(dataOf(Run), "GET", `/api/runs/${run.id}`)).data
  }
  if (run.status !== "succeeded") throw new Error(`${complaint}: ${run.error?.message ?? run.status}`)
  return run
}

function apiWith(token: string): Api {
  return async (schema, method, path, body, headers = {}) => {
    const isForm = body instanceof FormData
    const response = await fetch(new URL(path, baseUrl), {
      method,
      headers: {
        ...headers,
        authorization: `Bearer ${token}`,
        ...(body !== undefined && !isForm && { "content-type": "application/json" }),
      },
      ...(body !== undefined && { body: isForm ? body : JSON.stringify(body) }),
    })
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
    return schema.parse(response.status === 204 ? undefined : await response.json())
  }
}
