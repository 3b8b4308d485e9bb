import * as endpoints from "#lib/domain/endpoints/people.ts"
import { createGroup, listGroups } from "#lib/server/groups/manage-groups.ts"
import { created, page } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"

export const GET = route(endpoints.listGroups, async ({ query }) => page(await listGroups(query)))

export const POST = route(endpoints.createGroup, async ({ body }) => created(await createGroup(body.name)))
