import "server-only"
import { z } from "zod"
import type { Page } from "#lib/domain/api.ts"
import { AppError } from "#lib/domain/app-error.ts"
import { atLeast, rightOn, type Asker, type Owned } from "#lib/domain/permissions.ts"
import type { PageRequest } from "../db/page.ts"

type Listed = Owned & { id: string; updatedAt: string }
type Sources<T extends Listed> = {
  all: (page: PageRequest) => Promise<Page<T>>
  owned: (page: PageRequest) => Promise<Page<T>>
  shared: () => Promise<T[]>
}

const Cursor = z.object({ before: z.string(), id: z.string() })
const OWNED_PAGE = 200

/**
 * What somebody may see, last changed first: an admin all of it, others what they own and what is shared with them.
 * @throws AppError validation_failed for a cursor that is not ours.
 */
export async function listVisible<T extends Listed>(
  asker: Asker,
  page: PageRequest,
  from: Sources<T>,
): Promise<Page<T>> {
  if (asker.role === "admin") return from.all(page)
  const visible = (await from.shared()).filter(
    (thing) => thing.ownerId !== asker.userId && atLeast(rightOn(asker, thing), "view"),
  )
  // Without shares the index does all the work.
  if (visible.length === 0 && !page.cursor?.startsWith(MERGED)) return from.owned(page)
  const everything = [...(await readOwned(from.owned)), ...visible].sort(lastChangedFirst)
  const after = readCursor(page.cursor)
  const rest = after ? everything.filter((thing) => lastChangedFirst(after, thing) < 0) : everything
  const data = rest.slice(0, page.limit)
  const last = data.at(-1)
  return { data, nextCursor: last && rest.length > data.length ? cursorOf(last) : null }
}

// Tells our cursors from the index's own.
const MERGED = "m."

const lastChangedFirst = (a: Pick<Listed, "id" | "updatedAt">, b: Pick<Listed, "id" | "updatedAt">): number =>
  b.updatedAt.localeCompare(a.updatedAt) || a.id.localeCompare(b.id)

const cursorOf = ({ updatedAt, id }: Listed): string =>
  MERGED + Buffer.from(JSON.stringify({ before: updatedAt, id })).toString("base64url")

function readCursor(cursor: string | undefined): { updatedAt: string; id: string } | null {
  // A cursor from before anything was shared: the list begins again.
  if (!cursor?.startsWith(MERGED)) return null
  try {
    const { before, id } = Cursor.parse(
      JSON.parse(Buffer.from(cursor.slice(MERGED.length), "base64url").toString("utf8")),
    )
    return { updatedAt: before, id }
  } catch (cause) {
    throw new AppError("validation_failed", "The cursor is not one this list has given. Start again without it.", {
      cause,
    })
  }
}

async function readOwned<T extends Listed>(owned: Sources<T>["owned"]): Promise<T[]> {
  const all: T[] = []
  let cursor: string | undefined
  do {
    const page: Page<T> = await owned({ limit: OWNED_PAGE, cursor })
    all.push(...page.data)
    cursor = page.nextCursor ?? undefined
  } while (cursor)
  return all
}
