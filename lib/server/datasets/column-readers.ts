import "server-only"
import { declaredColumnsOf, type Card } from "#lib/domain/card.ts"
import type { Dashboard } from "#lib/domain/dashboard.ts"
import type { DatasetId } from "#lib/domain/ids.ts"
import type { ColumnReader } from "#lib/domain/run.ts"
import { listCardsUsingDataset } from "../cards/card-store.ts"
import { listDashboardsUsingCard } from "../dashboards/dashboard-store.ts"
import { listTransformsReading, type TransformHead } from "../transforms/transform-store.ts"

/** Who reads some of a dataset's columns: the transforms and cards that do, and the dashboards that filter by them. None for none. */
export async function readColumnReaders(datasetId: DatasetId, columns: readonly string[]): Promise<ColumnReader[]> {
  if (columns.length === 0) return []
  const { cards, dashboards, transforms } = await readUsers(datasetId)
  return [
    ...transforms.map(transformReading),
    ...cards.flatMap((card) => cardReading(card, datasetId, columns) ?? []),
    ...dashboards
      .map((dashboard) => dashboardFiltering(dashboard, datasetId, columns))
      .filter((reader) => reader.columns?.length !== 0),
  ]
}

/** All transforms and cards that read a dataset, with the columns they declare, and all dashboards they are on. */
export async function readAllReaders(datasetId: DatasetId, columns: readonly string[]): Promise<ColumnReader[]> {
  const { cards, dashboards, transforms } = await readUsers(datasetId)
  return [
    ...transforms.map(transformReading),
    ...cards.map(
      (card) =>
        cardReading(card, datasetId, columns) ?? { kind: "card" as const, id: card.id, name: card.name, columns: [] },
    ),
    ...dashboards.map((dashboard) => dashboardFiltering(dashboard, datasetId, columns)),
  ]
}

async function readUsers(
  datasetId: DatasetId,
): Promise<{ cards: Card[]; dashboards: Dashboard[]; transforms: TransformHead[] }> {
  const [cards, transforms] = await Promise.all([listCardsUsingDataset(datasetId), listTransformsReading(datasetId)])
  const found = await Promise.all(cards.map(({ id }) => listDashboardsUsingCard(id)))
  return {
    cards,
    transforms,
    dashboards: [...new Map(found.flat().map((dashboard) => [dashboard.id, dashboard])).values()],
  }
}

/** A transform is given all columns. */
const transformReading = ({ id, name }: Pick<TransformHead, "id" | "name">): ColumnReader => ({
  kind: "transform",
  id,
  name,
  columns: null,
})

/** undefined when the card declares its columns and none of them is among `columns`. */
export function cardReading(
  card: Pick<Card, "id" | "name" | "columns" | "datasets">,
  datasetId: DatasetId,
  columns: readonly string[],
): ColumnReader | undefined {
  const declared = card.datasets
    .filter((input) => input.datasetId === datasetId)
    .map(({ alias }) => declaredColumnsOf(card, alias))
  const reader = { kind: "card" as const, id: card.id, name: card.name }
  if (declared.includes(null)) return { ...reader, columns: null }
  const read = columns.filter((column) => declared.some((names) => names?.includes(column)))
  return read.length > 0 ? { ...reader, columns: read } : undefined
}

export function dashboardFiltering(
  dashboard: Pick<Dashboard, "id" | "name" | "filters">,
  datasetId: DatasetId,
  columns: readonly string[],
): ColumnReader {
  const filtered = dashboard.filters.map(({ column, columnByDataset }) => columnByDataset?.[datasetId] ?? column)
  return {
    kind: "dashboard",
    id: dashboard.id,
    name: dashboard.name,
    columns: columns.filter((column) => filtered.includes(column)),
  }
}
