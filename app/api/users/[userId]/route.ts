import * as endpoints from "#lib/domain/endpoints/people.ts"
import { ok } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"
import { updateAccount } from "#lib/server/users/manage-users.ts"

export const PATCH = route(endpoints.updateUser, async ({ params, body }) =>
  ok(await updateAccount({ ...params, patch: body })),
)
