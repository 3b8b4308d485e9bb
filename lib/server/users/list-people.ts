import "server-only"
import type { Page } from "#lib/domain/api.ts"
import { AppError } from "#lib/domain/app-error.ts"
import { Person, type Actor, type User } from "#lib/domain/user.ts"
import { publicUser } from "./public-user.ts"
import { listEveryUser } from "./user-store.ts"

type ListPeople = { actor: Actor; q: string; limit: number; cursor?: string | undefined }

/**
 * Accounts whose name or address holds `q`, by name. An admin sees all of each; others see whom they may share with:
 * names and addresses of those who are not disabled.
 * @throws AppError validation_failed for a cursor that is not ours.
 */
export async function listPeople({ actor, q, limit, cursor }: ListPeople): Promise<Page<User | Person>> {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean)
  const found = (await listEveryUser())
    .filter((user) => actor.role === "admin" || !user.disabled)
    .filter(({ name, email }) => words.every((word) => `${name} ${email}`.toLowerCase().includes(word)))
    .sort((a, b) => a.name.localeCompare(b.name) || a.id.localeCompare(b.id))
  const start = cursor === undefined ? 0 : found.findIndex(({ id }) => id === cursor) + 1
  if (cursor !== undefined && start === 0)
    throw new AppError("validation_failed", "The cursor is not one this list has given. Start again without it.")
  const data = found.slice(start, start + limit)
  const last = data.at(-1)
  return {
    data: data.map((user) => (actor.role === "admin" ? publicUser(user) : Person.parse(user))),
    nextCursor: last && start + data.length < found.length ? last.id : null,
  }
}
