import "server-only"
import type { Card } from "#lib/domain/card.ts"
import { CardId, DashboardId, DatasetId, TransformId } from "#lib/domain/ids.ts"
import type { LineageNode } from "#lib/domain/lineage.ts"
import { atLeast, rightOn, type Asker } from "#lib/domain/permissions.ts"
import type { Right } from "#lib/domain/right.ts"
import type { RunStatus } from "#lib/domain/run.ts"
import { getCard, listCardsUsingDataset, type StoredCard } from "../cards/card-store.ts"
import { getDashboard, listDashboardsUsingCard, type StoredDashboard } from "../dashboards/dashboard-store.ts"
import { getDataset, type StoredDataset } from "../datasets/dataset-store.ts"
import { getRun } from "../runs/run-store.ts"
import { getTransformHead, listTransformsReading, type TransformHead } from "../transforms/transform-store.ts"

/** A thing by kind and id. */
export type Ref = Pick<LineageNode, "kind" | "id">

/** A thing in a lineage, with what it comes from and what comes from it, a step away. */
export type Found = { node: LineageNode; right: Right; upstream: Ref[]; downstream: () => Promise<Ref[]> }

/** What the last run says of a transform. */
const STALE_BY_STATUS: Partial<Record<RunStatus, string>> = {
  failed: "Its last run failed.",
  awaiting_confirmation: "Its last run waits for somebody to agree to other columns.",
}

const datasetRef = (id: DatasetId): Ref => ({ kind: "dataset", id })
const transformRef = ({ id }: Pick<TransformHead, "id">): Ref => ({ kind: "transform", id })
const cardRef = ({ id }: Pick<Card, "id">): Ref => ({ kind: "card", id })

/** A thing as an asker may know it; null when it is gone. */
export async function findThing({ kind, id }: Ref, asker: Asker): Promise<Found | null> {
  switch (kind) {
    case "dataset": {
      const dataset = await getDataset(DatasetId.parse(id))
      return dataset && ofDataset(dataset, asker)
    }
    case "transform": {
      const transform = await getTransformHead(TransformId.parse(id))
      return transform && ofTransform(transform, asker)
    }
    case "card": {
      const card = await getCard(CardId.parse(id))
      return card && ofCard(card, asker)
    }
    case "dashboard": {
      const dashboard = await getDashboard(DashboardId.parse(id))
      return dashboard && ofDashboard(dashboard, asker)
    }
    case "upload":
    case "s3": {
      const dataset = await getDataset(DatasetId.parse(id))
      return dataset && ofSource(dataset, asker)
    }
  }
}

function ofDataset(dataset: StoredDataset, asker: Asker): Found {
  const { id, name, source, dataVersion, stale } = dataset
  const right = rightOn(asker, dataset)
  const from: Ref =
    source.type === "transform" ? { kind: "transform", id: source.transformId } : { kind: source.type, id }
  return {
    right,
    node: nodeOf(right, {
      kind: "dataset",
      id,
      name,
      asOf: dataVersion?.publishedAt ?? null,
      stale: stale?.reason ?? null,
    }),
    upstream: [from],
    downstream: async () => {
      const [transforms, cards] = await Promise.all([listTransformsReading(id), listCardsUsingDataset(id)])
      return [...transforms.map(transformRef), ...cards.map(cardRef)]
    },
  }
}

/** Where a dataset's rows were brought from: known to whoever knows the dataset, and looked up by its id. */
function ofSource(dataset: StoredDataset, asker: Asker): Found | null {
  const { id, source } = dataset
  if (source.type === "transform") return null
  const right = rightOn(asker, dataset)
  const name = source.type === "upload" ? source.filename : `${source.bucket}/${source.key}`
  const node = nodeOf(right, { kind: source.type, id: `${source.type}:${id}`, name, asOf: null, stale: null })
  return { right, node, upstream: [], downstream: async () => [datasetRef(id)] }
}

async function ofTransform(transform: TransformHead, asker: Asker): Promise<Found> {
  const { id, name, inputs, outputDatasetId, lastRunId } = transform
  const right = rightOn(asker, transform)
  const [output, lastRun] = await Promise.all([
    outputDatasetId && getDataset(outputDatasetId),
    lastRunId && getRun(lastRunId),
  ])
  const asOf = (output && output.dataVersion?.publishedAt) || null
  const stale = STALE_BY_STATUS[lastRun ? lastRun.status : "queued"] ?? null
  return {
    right,
    node: nodeOf(right, { kind: "transform", id, name, asOf, stale }),
    upstream: inputs.map(({ datasetId }) => datasetRef(datasetId)),
    downstream: async () => (outputDatasetId ? [datasetRef(outputDatasetId)] : []),
  }
}

function ofCard(card: StoredCard, asker: Asker): Found {
  const right = rightOn(asker, card)
  return {
    right,
    node: nodeOf(right, { kind: "card", id: card.id, name: card.name, asOf: null, stale: null }),
    upstream: card.datasets.map(({ datasetId }) => datasetRef(datasetId)),
    downstream: async () =>
      (await listDashboardsUsingCard(card.id)).map(({ id }) => ({ kind: "dashboard" as const, id })),
  }
}

function ofDashboard(dashboard: StoredDashboard, asker: Asker): Found {
  const right = rightOn(asker, dashboard)
  return {
    right,
    node: nodeOf(right, { kind: "dashboard", id: dashboard.id, name: dashboard.name, asOf: null, stale: null }),
    upstream: dashboard.layout.flatMap(({ cardId }) => (cardId ? { kind: "card" as const, id: cardId } : [])),
    downstream: async () => [],
  }
}

/** What the asker may not see is there without a name, and without saying how it fares. */
function nodeOf(right: Right, node: Omit<LineageNode, "visible">): LineageNode {
  return atLeast(right, "view")
    ? { ...node, visible: true }
    : { ...node, name: "", asOf: null, stale: null, visible: false }
}
