import "server-only"
import { Service } from "electrodb"
import { z } from "zod"
import type { Page } from "#lib/domain/api.ts"
import { AppError } from "#lib/domain/app-error.ts"
import { Card, type CardPatch } from "#lib/domain/card.ts"
import type { Shared } from "#lib/domain/grant.ts"
import { CardId, type DatasetId, type UserId } from "#lib/domain/ids.ts"
import { getEvery } from "../db/batch.ts"
import { perDatabase } from "../db/client.ts"
import { inOrderOf } from "../db/in-order-of.ts"
import { checkItemSize } from "../db/item-size.ts"
import { readAll, readPage, type PageRequest } from "../db/page.ts"
import { transact } from "../db/transact.ts"
import { notFound, versionConflict } from "../db/version-conflict.ts"
import { grantsOf } from "../shares/grant-attributes.ts"
import { readCode, storeCode, type StoredCode } from "./card-code.ts"
import { cardDatasetEntity, cardEntity, cardVersionEntity } from "./card.entity.ts"

const tables = perDatabase(
  (database) =>
    new Service(
      {
        card: cardEntity(database),
        cardVersion: cardVersionEntity(database),
        cardDataset: cardDatasetEntity(database),
      },
      database,
    ),
)

export type StoredCard = Shared<Card>

/** What a card was when it was saved as version `number`. */
export const CardVersion = Card.pick({
  name: true,
  description: true,
  language: true,
  code: true,
  datasets: true,
  columns: true,
  params: true,
  chart: true,
  maxAgeSeconds: true,
}).extend({ number: z.int().positive(), savedAt: z.iso.datetime() })
export type CardVersion = z.infer<typeof CardVersion>

/** Stores a new card as its version 1. Throws conflict when the id is taken, too_large. */
export async function createCard(card: Card): Promise<StoredCard> {
  const { code, ...rest } = card
  const item = { ...rest, ...(await storeCode(code)) }
  checkItemSize("card", item)
  const refusal = await transact(() =>
    tables()
      .transaction.write((entities) => [
        entities.card.create(item).commit(),
        entities.cardVersion.create(versionOf(card, item)).commit(),
        ...datasetIdsOf(card).map((datasetId) => entities.cardDataset.put({ datasetId, cardId: card.id }).commit()),
      ])
      .go(),
  )
  if (refusal) throw new AppError("conflict", "There is a card with this id already.")
  return { ...card, grants: [] }
}

/** null when there is none, or it is deleted. */
export async function getCard(id: CardId): Promise<StoredCard | null> {
  const item = await readItem(id)
  return item && item.deletedAt === undefined ? parseCard(item) : null
}

/** Of the deleted cards only: for restoring one. */
export async function getDeletedCard(id: CardId): Promise<StoredCard | null> {
  const item = await readItem(id)
  return item?.deletedAt === undefined ? null : parseCard(item)
}

/** Those that exist and are not deleted, in the order of `ids`. */
export async function getCards(ids: readonly CardId[]): Promise<StoredCard[]> {
  const items = await getEvery(ids, (some) =>
    tables()
      .entities.card.get(some.map((id) => ({ id })))
      .go({ consistent: true }),
  )
  return inOrderOf(ids, await parseCards(items.filter(({ deletedAt }) => deletedAt === undefined)))
}

/**
 * Saves a change made from version `expectedVersion`, and the card as a new version of it.
 * Throws not_found, too_large, or version_conflict with the card as it is now.
 */
export async function updateCard(id: CardId, patch: CardPatch, expectedVersion: number): Promise<StoredCard> {
  const current = await getCard(id)
  if (!current) throw notFound("card")
  if (current.version !== expectedVersion) throw versionConflict("card", current)
  const next: StoredCard = { ...current, ...patch, version: expectedVersion + 1, updatedAt: new Date().toISOString() }
  // Shares and owner change by ways of their own, perhaps at this moment.
  const { id: _id, createdAt: _createdAt, ownerId: _ownerId, grants: _grants, code, ...rest } = next
  const stored = await storeCode(code)
  checkItemSize("card", { ...rest, ...stored })
  const [before, after] = [datasetIdsOf(current), datasetIdsOf(next)]
  const refusal = await transact(() =>
    tables()
      .transaction.write((entities) => [
        entities.card
          .patch({ id })
          .set({ ...rest, ...stored })
          .remove(stored.code === undefined ? ["code"] : ["codeSha256"])
          .where(
            ({ version, deletedAt }, { eq, notExists }) =>
              `${eq(version, expectedVersion)} AND ${notExists(deletedAt)}`,
          )
          .commit(),
        entities.cardVersion.create(versionOf(next, stored)).commit(),
        ...after
          .filter((datasetId) => !before.includes(datasetId))
          .map((datasetId) => entities.cardDataset.put({ datasetId, cardId: id }).commit()),
        ...before
          .filter((datasetId) => !after.includes(datasetId))
          .map((datasetId) => entities.cardDataset.delete({ datasetId, cardId: id }).commit()),
      ])
      .go(),
  )
  if (!refusal) return next
  const winner = await getCard(id)
  throw winner ? versionConflict("card", winner) : notFound("card")
}

/** Hides a card until it is restored. Throws not_found, or version_conflict with the card as it is now. */
export async function softDeleteCard(id: CardId, expectedVersion?: number): Promise<void> {
  const { rejected } = await tables()
    .entities.card.patch({ id })
    .set({ deletedAt: new Date().toISOString() })
    .where(({ version, deletedAt }, { eq, notExists }) =>
      [notExists(deletedAt), ...(expectedVersion === undefined ? [] : [eq(version, expectedVersion)])].join(" AND "),
    )
    .go({ returnOnConditionCheckFailure: true })
  if (!rejected) return
  const current = await getCard(id)
  throw current ? versionConflict("card", current) : notFound("card")
}

/** Undoes softDeleteCard; a card that is not deleted stays as it is. Throws not_found. */
export async function restoreCard(id: CardId): Promise<StoredCard> {
  const { data } = await tables()
    .entities.card.patch({ id })
    .remove(["deletedAt"])
    .go({ response: "all_new", returnOnConditionCheckFailure: true })
  if (!data) throw notFound("card")
  return parseCard(data)
}

/** Last changed first. */
export async function listCardsByOwner(ownerId: UserId, page: PageRequest): Promise<Page<StoredCard>> {
  const { data, nextCursor } = await readPage(
    (options) =>
      tables()
        .entities.card.query.byOwner({ ownerId })
        .where(({ deletedAt }, { notExists }) => notExists(deletedAt))
        .go({ ...options, order: "desc" }),
    page,
  )
  return { data: await parseCards(data), nextCursor }
}

/** Everybody's, last changed first. */
export async function listAllCards(page: PageRequest): Promise<Page<StoredCard>> {
  const { data, nextCursor } = await readPage(
    (options) =>
      tables()
        .entities.card.query.all({})
        .where(({ deletedAt }, { notExists }) => notExists(deletedAt))
        .go({ ...options, order: "desc" }),
    page,
  )
  return { data: await parseCards(data), nextCursor }
}

/** Every card that reads a dataset, deleted ones left out. */
export async function listCardsUsingDataset(datasetId: DatasetId): Promise<StoredCard[]> {
  const links = await readAll((options) =>
    tables()
      .entities.cardDataset.query.byDataset({ datasetId })
      .go({ ...options, consistent: true }),
  )
  return getCards(links.map(({ cardId }) => CardId.parse(cardId)))
}

/** A card as it was at each save, newest first. */
export async function listCardVersions(id: CardId, page: PageRequest): Promise<Page<CardVersion>> {
  const { data, nextCursor } = await readPage(
    (options) =>
      tables()
        .entities.cardVersion.query.byCard({ cardId: id })
        .go({ ...options, consistent: true, order: "desc" }),
    page,
  )
  return {
    data: await Promise.all(data.map(async (item) => CardVersion.parse({ ...item, code: await readCode(item) }))),
    nextCursor,
  }
}

const readItem = async (id: CardId) => (await tables().entities.card.get({ id }).go({ consistent: true })).data

const parseCard = async (item: StoredCode): Promise<StoredCard> => ({
  ...Card.parse({ ...item, code: await readCode(item) }),
  grants: grantsOf(item),
})
const parseCards = (items: StoredCode[]): Promise<StoredCard[]> => Promise.all(items.map(parseCard))

const datasetIdsOf = ({ datasets }: Card): DatasetId[] => [...new Set(datasets.map(({ datasetId }) => datasetId))]

const versionOf = (
  { id, version, updatedAt, name, description, language, datasets, columns, params, chart, maxAgeSeconds }: Card,
  stored: StoredCode,
) => ({
  cardId: id,
  number: version,
  name,
  description,
  language,
  code: stored.code,
  codeSha256: stored.codeSha256,
  datasets,
  columns,
  params,
  chart,
  maxAgeSeconds,
  savedAt: updatedAt,
})
