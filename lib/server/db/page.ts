import "server-only"
import { z } from "zod"
import type { Page } from "#lib/domain/api.ts"
import { AppError } from "#lib/domain/app-error.ts"

export type PageRequest = { limit: number; cursor?: string | undefined }

type Query<Item> = (options: {
  limit: number
  cursor: string | null
}) => Promise<{ data: Item[]; cursor: string | null }>

const PEEK_ITEMS = 10
const CursorKeys = z.record(z.string(), z.string())

/**
 * One page of a query. A filtered query may answer fewer items than it was asked for, so it is repeated until the
 * page is full. `nextCursor` is null exactly when nothing is left. Throws validation_failed for a cursor that is not ours.
 */
export async function readPage<Item>(query: Query<Item>, page: PageRequest): Promise<Page<Item>> {
  checkCursor(page.cursor)
  const data: Item[] = []
  let cursor = page.cursor ?? null
  try {
    do {
      const answer = await query({ limit: page.limit - data.length, cursor })
      data.push(...answer.data)
      cursor = answer.cursor
    } while (cursor !== null && data.length < page.limit)
  } catch (error) {
    if (page.cursor !== undefined && isRefusedKey(error)) throw badCursor(error)
    throw error
  }
  return { data, nextCursor: cursor !== null && (await hasMore(query, cursor)) ? cursor : null }
}

/** Every item of a query, for lists known to be short. */
export async function readAll<Item>(query: Query<Item>): Promise<Item[]> {
  const data: Item[] = []
  let cursor: string | null = null
  do {
    const answer: { data: Item[]; cursor: string | null } = await query({ limit: 500, cursor })
    data.push(...answer.data)
    cursor = answer.cursor
  } while (cursor !== null)
  return data
}

// DynamoDB gives a cursor after a full page even when that page was the last.
async function hasMore<Item>(query: Query<Item>, from: string): Promise<boolean> {
  let cursor: string | null = from
  while (cursor !== null) {
    const answer: { data: Item[]; cursor: string | null } = await query({ limit: PEEK_ITEMS, cursor })
    if (answer.data.length > 0) return true
    cursor = answer.cursor
  }
  return false
}

function checkCursor(cursor: string | undefined): void {
  if (cursor === undefined) return
  try {
    CursorKeys.parse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")))
  } catch (error) {
    throw badCursor(error)
  }
}

const badCursor = (cause: unknown) =>
  new AppError("validation_failed", "The cursor is not one this list has given. Start again without it.", { cause })

// ElectroDB wraps what DynamoDB answers.
function isRefusedKey(error: unknown): boolean {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if (cause.name === "ValidationException") return true
  }
  return false
}
