import * as endpoints from "#lib/domain/endpoints/people.ts"
import { removeGroupMember } from "#lib/server/groups/manage-groups.ts"
import { noContent } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"

export const DELETE = route(endpoints.removeGroupMember, async ({ params }) => {
  await removeGroupMember(params.groupId, params.userId)
  return noContent()
})
