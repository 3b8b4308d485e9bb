import * as endpoints from "#lib/domain/endpoints/people.ts"
import { addGroupMember } from "#lib/server/groups/manage-groups.ts"
import { ok } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"

export const POST = route(endpoints.addGroupMember, async ({ params, body }) =>
  ok(await addGroupMember(params.groupId, body.userId)),
)
