import "server-only"
import { Service } from "electrodb"
import { z } from "zod"
import type { Page } from "#lib/domain/api.ts"
import { AppError } from "#lib/domain/app-error.ts"
import type { Shared } from "#lib/domain/grant.ts"
import { RunId, TransformId, type DatasetId, type UserId } from "#lib/domain/ids.ts"
import { Transform, type TransformPatch } from "#lib/domain/transform.ts"
import { readCode, storeCode, type StoredCode } from "../cards/card-code.ts"
import { secondsOf } from "../db/attributes.ts"
import { deleteEvery, getEvery } from "../db/batch.ts"
import { perDatabase } from "../db/client.ts"
import { inOrderOf } from "../db/in-order-of.ts"
import { checkItemSize } from "../db/item-size.ts"
import { readAll, readPage, type PageRequest } from "../db/page.ts"
import { transact } from "../db/transact.ts"
import { notFound, versionConflict } from "../db/version-conflict.ts"
import { deletedDatasetEntity } from "../datasets/dataset.entity.ts"
import { dueItem } from "../schedules/due-store.ts"
import { dueEntity } from "../schedules/due.entity.ts"
import { outputDatasetIdOf } from "./derived-ids.ts"
import {
  transformEntity,
  transformGraphEntity,
  transformInputEntity,
  transformRunEntity,
  transformVersionEntity,
} from "./transform.entity.ts"

const tables = perDatabase(
  (database) =>
    new Service(
      {
        transform: transformEntity(database),
        transformVersion: transformVersionEntity(database),
        transformInput: transformInputEntity(database),
        transformRun: transformRunEntity(database),
        transformGraph: transformGraphEntity(database),
        deletedDataset: deletedDatasetEntity(database),
        due: dueEntity(database),
      },
      database,
    ),
)

/** For so long what is left of a deleted transform's objects is still known to be waste. */
const REMEMBERED_MS = 90 * 24 * 60 * 60 * 1000
const GRAPH = "graph"

const nullable = <T extends z.ZodType>(schema: T) => schema.nullable().default(null)

const Head = Transform.omit({ code: true }).extend({
  outputDatasetId: nullable(Transform.shape.outputDatasetId.unwrap()),
  lastRunId: nullable(RunId),
  turnRunId: nullable(RunId),
})
/** A transform without its code; `turnRunId` is the run whose turn it is or was last. Nobody is let in by a share. */
export type TransformHead = Shared<z.infer<typeof Head>>
export type StoredTransform = Shared<Transform>

const Version = Transform.pick({
  name: true,
  description: true,
  language: true,
  code: true,
  inputs: true,
  params: true,
  schedule: true,
  trigger: true,
  allowSchemaChange: true,
}).extend({ number: z.int().positive(), savedAt: z.iso.datetime() })
/** What a transform was when it was saved as version `number`. */
export type TransformVersion = z.infer<typeof Version>

/** Stores a new transform as its version 1; `nextRunAt` (ISO) goes with its schedule. Throws too_large. */
export async function createTransform(transform: Transform, nextRunAt: string | null): Promise<StoredTransform> {
  const { code, outputDatasetId: _output, lastRunId: _lastRun, ...rest } = transform
  const item = { ...rest, ...(await storeCode(code)) }
  checkItemSize("transform", item)
  const { id, schedule } = transform
  const refusal = await transact(() =>
    tables()
      .transaction.write((entities) => [
        entities.transform.create(item).commit(),
        entities.transformVersion.create(versionOf(transform, item)).commit(),
        ...inputIdsOf(transform).map((datasetId) =>
          entities.transformInput.put({ datasetId, transformId: id }).commit(),
        ),
        ...(schedule && nextRunAt
          ? [entities.due.put(dueItem({ id, kind: "schedule", at: nextRunAt, schedule })).commit()]
          : []),
      ])
      .go(),
  )
  if (refusal) throw new AppError("conflict", "There is a transform with this id already.")
  return { ...transform, grants: [] }
}

export async function getTransform(id: TransformId): Promise<StoredTransform | null> {
  const { data } = await tables().entities.transform.get({ id }).go({ consistent: true })
  if (!data) return null
  const { turnRunId: _turn, ...head } = parseHead(data)
  return { ...head, code: await readCode(data) }
}

/** Those that exist, in the order of `ids`. */
export async function getTransformHeads(ids: readonly TransformId[]): Promise<TransformHead[]> {
  const items = await getEvery(ids, (some) =>
    tables()
      .entities.transform.get(some.map((id) => ({ id })))
      .go({ consistent: true }),
  )
  return inOrderOf(ids, items.map(parseHead))
}

export const getTransformHead = async (id: TransformId): Promise<TransformHead | null> =>
  (await getTransformHeads([id]))[0] ?? null

export type SaveTransform = {
  patch: TransformPatch
  expectedVersion: number
  /** When the new schedule is due first (ISO); undefined = the schedule stays as it is. */
  nextRunAt?: string | null | undefined
  /** How often anybody had changed what reads what when this change was checked; undefined = it changes nothing there. */
  graphVersion?: number | undefined
}

/**
 * Saves a change, and the transform as a new version. Throws not_found, too_large, conflict when what reads what has
 * changed since it was checked, or version_conflict with the transform as it is now.
 */
export async function updateTransform(id: TransformId, save: SaveTransform): Promise<StoredTransform> {
  const { patch, expectedVersion, nextRunAt, graphVersion } = save
  const current = await getTransform(id)
  if (!current) throw notFound("transform")
  if (current.version !== expectedVersion) throw versionConflict("transform", current)
  const next: StoredTransform = {
    ...current,
    ...patch,
    version: expectedVersion + 1,
    updatedAt: new Date().toISOString(),
  }
  const { code, name, description, language, inputs, params, schedule, trigger, allowSchemaChange } = next
  const stored = await storeCode(code)
  const definition = { name, description, language, inputs, params, schedule, trigger, allowSchemaChange }
  checkItemSize("transform", { ...definition, ...stored })
  const [before, after] = [inputIdsOf(current), inputIdsOf(next)]
  const refusal = await transact(() =>
    tables()
      .transaction.write((entities) => [
        entities.transform
          .patch({ id })
          .set({ ...definition, ...stored, version: next.version, updatedAt: next.updatedAt })
          .remove(stored.code === undefined ? ["code"] : ["codeSha256"])
          .where(({ version }, { eq }) => eq(version, expectedVersion))
          .commit(),
        entities.transformVersion.create(versionOf(next, stored)).commit(),
        ...after
          .filter((datasetId) => !before.includes(datasetId))
          .map((datasetId) => entities.transformInput.put({ datasetId, transformId: id }).commit()),
        ...before
          .filter((datasetId) => !after.includes(datasetId))
          .map((datasetId) => entities.transformInput.delete({ datasetId, transformId: id }).commit()),
        ...(nextRunAt === undefined
          ? []
          : schedule && nextRunAt
            ? [entities.due.put(dueItem({ id, kind: "schedule", at: nextRunAt, schedule })).commit()]
            : [entities.due.delete({ id, kind: "schedule" }).commit()]),
        ...(trigger === null ? [entities.due.delete({ id, kind: "change" }).commit()] : []),
        ...(graphVersion === undefined
          ? []
          : [
              entities.transformGraph
                .upsert({ id: GRAPH, version: graphVersion + 1 })
                .where((graph, { eq, notExists }) =>
                  graphVersion === 0 ? notExists(graph.id) : eq(graph.version, graphVersion),
                )
                .commit(),
            ]),
      ])
      .go(),
  )
  if (!refusal) return next
  const winner = await getTransform(id)
  if (!winner) throw notFound("transform")
  if (winner.version !== expectedVersion) throw versionConflict("transform", winner)
  throw new AppError("conflict", "Somebody changed another transform at the same moment. Save again.")
}

/** How often anybody has changed what reads what. */
export async function readGraphVersion(): Promise<number> {
  const { data } = await tables().entities.transformGraph.get({ id: GRAPH }).go({ consistent: true })
  return data?.version ?? 0
}

/** Removes a transform for good, with what it was due for. Its output and the records of its runs stay. */
export async function deleteTransform(transform: TransformHead): Promise<void> {
  const { id, outputDatasetId } = transform
  const expiresAtSeconds = secondsOf(new Date(Date.now() + REMEMBERED_MS).toISOString())
  await transact(() =>
    tables()
      .transaction.write((entities) => [
        entities.transform.delete({ id }).commit(),
        entities.due.delete({ id, kind: "schedule" }).commit(),
        entities.due.delete({ id, kind: "change" }).commit(),
        ...inputIdsOf(transform).map((datasetId) =>
          entities.transformInput.delete({ datasetId, transformId: id }).commit(),
        ),
        // What a first run that failed has left behind may be swept.
        ...(outputDatasetId
          ? []
          : [entities.deletedDataset.put({ id: outputDatasetIdOf(id), expiresAtSeconds }).commit()]),
      ])
      .go(),
  )
  const versions = await readAll((options) =>
    tables()
      .entities.transformVersion.query.byTransform({ transformId: id })
      .go({ ...options, consistent: true }),
  )
  await deleteEvery(
    versions.map(({ number }) => number),
    (some) =>
      tables()
        .entities.transformVersion.delete(some.map((number) => ({ transformId: id, number })))
        .go(),
  )
}

/** Last changed first. */
export async function listTransformsByOwner(ownerId: UserId, page: PageRequest): Promise<Page<TransformHead>> {
  const { data, nextCursor } = await readPage(
    (options) =>
      tables()
        .entities.transform.query.byOwner({ ownerId })
        .go({ ...options, order: "desc" }),
    page,
  )
  return { data: data.map(parseHead), nextCursor }
}

/** Everybody's, last changed first. */
export async function listAllTransforms(page: PageRequest): Promise<Page<TransformHead>> {
  const { data, nextCursor } = await readPage(
    (options) =>
      tables()
        .entities.transform.query.all({})
        .go({ ...options, order: "desc" }),
    page,
  )
  return { data: data.map(parseHead), nextCursor }
}

/** Every transform that reads a dataset. */
export async function listTransformsReading(datasetId: DatasetId): Promise<TransformHead[]> {
  const links = await readAll((options) =>
    tables()
      .entities.transformInput.query.byDataset({ datasetId })
      .go({ ...options, consistent: true }),
  )
  return getTransformHeads(links.map(({ transformId }) => TransformId.parse(transformId)))
}

/** A transform as it was at each save, newest first. */
export async function listTransformVersions(id: TransformId, page: PageRequest): Promise<Page<TransformVersion>> {
  const { data, nextCursor } = await readPage(
    (options) =>
      tables()
        .entities.transformVersion.query.byTransform({ transformId: id })
        .go({ ...options, consistent: true, order: "desc" }),
    page,
  )
  return { data: await Promise.all(data.map(parseVersion)), nextCursor }
}

/** null when there is no such version. */
export async function getTransformVersion(id: TransformId, number: number): Promise<TransformVersion | null> {
  const { data } = await tables().entities.transformVersion.get({ transformId: id, number }).go({ consistent: true })
  return data && parseVersion(data)
}

/** The ids of a transform's runs, newest first. */
export async function listTransformRunIds(id: TransformId, page: PageRequest): Promise<Page<RunId>> {
  const { data, nextCursor } = await readPage(
    (options) =>
      tables()
        .entities.transformRun.query.byTransform({ transformId: id })
        .go({ ...options, consistent: true, order: "desc" }),
    page,
  )
  return { data: data.map(({ runId }) => RunId.parse(runId)), nextCursor }
}

/** Entries of a transform's history. `at`: where in it they stand (ISO). */
export type TransformRunEntry = { at: string; runId: RunId }

/** The first entries of a transform's history, also of one that is gone. */
export async function listOldestTransformRuns(id: TransformId, limit: number): Promise<TransformRunEntry[]> {
  const { data } = await readPage(
    (options) =>
      tables()
        .entities.transformRun.query.byTransform({ transformId: id })
        .go({ ...options, consistent: true }),
    { limit },
  )
  return data.map(({ at, runId }) => ({ at, runId: RunId.parse(runId) }))
}

/** Takes entries out of a transform's history. */
export async function deleteTransformRuns(id: TransformId, entries: readonly TransformRunEntry[]): Promise<void> {
  await deleteEvery(entries, (some) =>
    tables()
      .entities.transformRun.delete(some.map(({ at, runId }) => ({ transformId: id, at, runId })))
      .go(),
  )
}

/** Gives `runId` its turn after `seen` (null: after none). false when another run has had it since, or the transform is gone. */
export async function takeTurn(id: TransformId, runId: RunId, seen: RunId | null): Promise<boolean> {
  const refusal = await transact(() =>
    tables()
      .transaction.write((entities) => [
        entities.transform
          .patch({ id })
          .set({ turnRunId: runId })
          .where(({ turnRunId }, { eq, notExists }) =>
            seen === null ? notExists(turnRunId) : eq(turnRunId, `${seen}`),
          )
          .commit(),
      ])
      .go(),
  )
  return refusal === null
}

const parseHead = (item: unknown): TransformHead => ({ ...Head.parse(item), grants: [] })

const parseVersion = async (item: StoredCode): Promise<TransformVersion> =>
  Version.parse({ ...item, code: await readCode(item) })

const inputIdsOf = ({ inputs }: Pick<Transform, "inputs">): DatasetId[] => [
  ...new Set(inputs.map(({ datasetId }) => datasetId)),
]

const versionOf = (transform: Transform, stored: StoredCode) => ({
  transformId: transform.id,
  number: transform.version,
  name: transform.name,
  description: transform.description,
  language: transform.language,
  code: stored.code,
  codeSha256: stored.codeSha256,
  inputs: transform.inputs,
  params: transform.params,
  schedule: transform.schedule,
  trigger: transform.trigger,
  allowSchemaChange: transform.allowSchemaChange,
  savedAt: transform.updatedAt,
})
