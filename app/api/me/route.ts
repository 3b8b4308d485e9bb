import * as endpoints from "#lib/domain/endpoints/account.ts"
import { ok } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"
import { readProfile, updateProfile } from "#lib/server/users/update-profile.ts"

export const GET = route(endpoints.readMe, async ({ actor }) => ok(await readProfile({ actor })))

export const PATCH = route(endpoints.updateMe, async ({ actor, body }) =>
  ok(await updateProfile({ actor, patch: body })),
)
