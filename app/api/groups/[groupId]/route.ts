import * as endpoints from "#lib/domain/endpoints/people.ts"
import { deleteGroup, readGroup, renameGroup } from "#lib/server/groups/manage-groups.ts"
import { noContent, ok } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"

export const GET = route(endpoints.readGroup, async ({ params }) => ok(await readGroup(params.groupId)))

export const PATCH = route(endpoints.updateGroup, async ({ params, body }) =>
  ok(await renameGroup(params.groupId, body.name)),
)

export const DELETE = route(endpoints.deleteGroup, async ({ params }) => {
  await deleteGroup(params.groupId)
  return noContent()
})
