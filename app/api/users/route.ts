import * as endpoints from "#lib/domain/endpoints/people.ts"
import { created, page } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"
import { listPeople } from "#lib/server/users/list-people.ts"
import { createAccount } from "#lib/server/users/manage-users.ts"

export const GET = route(endpoints.listUsers, async ({ actor, query }) => page(await listPeople({ actor, ...query })))

export const POST = route(endpoints.createUser, async ({ body }) => created(await createAccount(body)))
