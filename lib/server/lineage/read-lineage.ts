import "server-only"
import type { CardId, DashboardId, DatasetId, TransformId } from "#lib/domain/ids.ts"
import type { Lineage, LineageNode } from "#lib/domain/lineage.ts"
import { atLeast, type Asker } from "#lib/domain/permissions.ts"
import type { Actor } from "#lib/domain/user.ts"
import { findPermitted } from "../auth/find-permitted.ts"
import { getCard } from "../cards/card-store.ts"
import { getDashboard } from "../dashboards/dashboard-store.ts"
import { getDataset } from "../datasets/dataset-store.ts"
import { getTransformHead } from "../transforms/transform-store.ts"
import { findThing, type Found, type Ref } from "./find-thing.ts"

/** More than a panel can show. */
const MAX_NODES = 300

/** @throws AppError not_found */
export async function readDatasetLineage({ actor, datasetId }: { actor: Actor; datasetId: DatasetId }) {
  await findPermitted(actor, "view", "dataset", getDataset(datasetId))
  return lineageOf({ kind: "dataset", id: datasetId }, actor)
}

/** @throws AppError not_found */
export async function readTransformLineage({ actor, transformId }: { actor: Actor; transformId: TransformId }) {
  await findPermitted(actor, "view", "transform", getTransformHead(transformId))
  return lineageOf({ kind: "transform", id: transformId }, actor)
}

/** @throws AppError not_found */
export async function readCardLineage({ actor, cardId }: { actor: Actor; cardId: CardId }) {
  await findPermitted(actor, "view", "card", getCard(cardId))
  return lineageOf({ kind: "card", id: cardId }, actor)
}

/** What its cards read is for those who may change a dashboard. @throws AppError not_found, forbidden. */
export async function readDashboardLineage({ actor, dashboardId }: { actor: Actor; dashboardId: DashboardId }) {
  await findPermitted(actor, "edit", "dashboard", getDashboard(dashboardId))
  return lineageOf({ kind: "dashboard", id: dashboardId }, actor)
}

const keyOf = ({ kind, id }: Ref): string => `${kind}:${id}`

/**
 * What a thing comes from and what depends on it, through all steps, nearest first. Upstream, what the asker may not
 * see is there without its name; downstream it is left out, except where the asker may change what it reads: who uses a
 * thing is its owner's business.
 */
async function lineageOf(start: Ref, asker: Asker): Promise<Lineage> {
  const found = new Map<string, Found>()
  const edges = new Map<string, { from: string; to: string }>()
  const link = (from: Found, to: Found) => {
    const edge = { from: from.node.id, to: to.node.id }
    edges.set(`${edge.from} ${edge.to}`, edge)
  }
  const look = async (ref: Ref): Promise<Found | null> => {
    const known = found.get(keyOf(ref))
    if (known) return known
    if (found.size >= MAX_NODES) return null
    return findThing(ref, asker)
  }
  const walk = async (
    next: (thing: Found) => Promise<Ref[]>,
    join: (near: Found, far: Found) => void,
    hides: boolean,
  ) => {
    const walked = new Set<string>()
    for (let level: Ref[] = [start]; level.length > 0;) {
      const further: Ref[] = []
      for (const ref of level) {
        const thing = await look(ref)
        if (!thing || walked.has(keyOf(ref))) continue
        walked.add(keyOf(ref))
        found.set(keyOf(ref), thing)
        for (const far of await next(thing)) {
          const other = await look(far)
          if (!other || (hides && !other.node.visible && !atLeast(thing.right, "edit"))) continue
          join(thing, other)
          further.push(far)
        }
      }
      level = further
    }
  }
  await walk(
    async ({ upstream }) => upstream,
    (near, far) => link(far, near),
    false,
  )
  await walk(({ downstream }) => downstream(), link, true)
  const nodes = [...found.values()].map(({ node }) => node)
  const ids = new Set(nodes.map(({ id }) => id))
  const all = [...edges.values()].filter(({ from, to }) => ids.has(from) && ids.has(to))
  return { nodes: withInheritedStaleness(nodes, all), edges: all }
}

/** A card is as stale as what it reads, and a dashboard as its cards. */
function withInheritedStaleness(nodes: readonly LineageNode[], edges: Lineage["edges"]): LineageNode[] {
  const reasonOf = new Map(nodes.map((node) => [node.id, node.stale]))
  const inherit = (kind: LineageNode["kind"]) => {
    for (const node of nodes.filter((one) => one.kind === kind && one.visible)) {
      const sources = edges.filter(({ to }) => to === node.id).map(({ from }) => from)
      reasonOf.set(node.id, sources.map((from) => reasonOf.get(from)).find(Boolean) ?? null)
    }
  }
  inherit("card")
  inherit("dashboard")
  return nodes.map((node) => ({ ...node, stale: reasonOf.get(node.id) ?? null }))
}
