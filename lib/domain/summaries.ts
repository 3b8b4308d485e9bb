/** What lists and detail pages show of a resource, beyond the resource itself. */
import { z } from "zod"
import { Card, CardLanguage } from "./card.ts"
import { Column } from "./column.ts"
import { Dashboard } from "./dashboard.ts"
import { CardId, DashboardId, DatasetId, RunId, TransformId, UserId } from "./ids.ts"
import { RIGHTS } from "./right.ts"
import { Run } from "./run.ts"
import { Transform } from "./transform.ts"

export const CardSummary = z.object({
  id: CardId,
  name: z.string(),
  description: z.string(),
  language: CardLanguage,
  ownerId: UserId,
  ownerName: z.string(),
  datasetIds: z.array(DatasetId),
  updatedAt: z.iso.datetime(),
  version: z.int(),
  canEdit: z.boolean(),
})
export type CardSummary = z.infer<typeof CardSummary>

export const CardDetail = Card.extend({ canEdit: z.boolean(), access: z.enum(RIGHTS) })
export type CardDetail = z.infer<typeof CardDetail>

export const DashboardSummary = z.object({
  id: DashboardId,
  name: z.string(),
  description: z.string(),
  ownerId: UserId,
  ownerName: z.string(),
  starred: z.boolean(),
  tileCount: z.int().nonnegative(),
  updatedAt: z.iso.datetime(),
  version: z.int(),
})
export type DashboardSummary = z.infer<typeof DashboardSummary>

export const DashboardAccess = z.enum(["owner", "editor", "viewer"])
export type DashboardAccess = z.infer<typeof DashboardAccess>

export const DatasetColumns = z.object({ id: DatasetId, name: z.string(), columns: z.array(Column) })
export type DatasetColumns = z.infer<typeof DatasetColumns>

/** A card as a dashboard's readers know it: by name. What it reads is for those who may see the card or edit the dashboard. */
export const DashboardCard = CardSummary.pick({ id: true, name: true, datasetIds: true, canEdit: true })
export type DashboardCard = z.infer<typeof DashboardCard>

export const DashboardDetail = Dashboard.extend({
  /** The cards on it that are still to be shown. */
  cards: z.array(DashboardCard),
  /** The datasets those cards read, for choosing filter columns: empty for viewers. */
  datasets: z.array(DatasetColumns),
  /** Whether others than its owner see it, by a share or, which viewers are not told, a public link. */
  shared: z.boolean(),
  access: DashboardAccess,
  starred: z.boolean(),
})
export type DashboardDetail = z.infer<typeof DashboardDetail>

/** A run that waits for a person to publish or to drop what it made; `transformId` is null for an import. */
export const WaitingRun = z.object({
  runId: RunId,
  transformId: TransformId.nullable(),
  datasetId: DatasetId,
  datasetName: z.string(),
  since: z.iso.datetime(),
  /** When it is dropped if nobody decides. */
  confirmBy: z.iso.datetime().nullable(),
})
export type WaitingRun = z.infer<typeof WaitingRun>

export const Home = z.object({
  starred: z.array(DashboardSummary),
  recent: z.array(DashboardSummary),
  waiting: z.array(WaitingRun),
})
export type Home = z.infer<typeof Home>

export const TransformSummary = z.object({
  id: TransformId,
  name: z.string(),
  description: z.string(),
  language: CardLanguage,
  ownerId: UserId,
  ownerName: z.string(),
  inputDatasetIds: z.array(DatasetId),
  outputDatasetId: DatasetId.nullable(),
  schedule: Transform.shape.schedule,
  trigger: Transform.shape.trigger,
  lastRun: Run.nullable(),
  /** Of its schedule; null without one. */
  nextRunAt: z.iso.datetime().nullable(),
  updatedAt: z.iso.datetime(),
  version: z.int(),
  canEdit: z.boolean(),
})
export type TransformSummary = z.infer<typeof TransformSummary>

export const TransformDetail = Transform.extend({
  canEdit: z.boolean(),
  access: z.enum(RIGHTS),
  lastRun: Run.nullable(),
  nextRunAt: z.iso.datetime().nullable(),
})
export type TransformDetail = z.infer<typeof TransformDetail>
