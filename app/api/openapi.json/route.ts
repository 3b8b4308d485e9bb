import * as endpoints from "#lib/domain/endpoints/operations.ts"
import { route } from "#lib/server/http/route.ts"
import { openApi } from "#lib/server/operations/open-api.ts"
import { webEnv } from "#lib/server/web-env.ts"

export const GET = route(endpoints.readOpenApi, () => Response.json(openApi(webEnv().CARDLOOM_URL)))
