import { AppError } from "#lib/domain/app-error.ts"
import * as endpoints from "#lib/domain/endpoints/account.ts"
import { recordAudit } from "#lib/server/audit/record-audit.ts"
import { deleteToken } from "#lib/server/auth/token-store.ts"
import { noContent } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"

export const DELETE = route(endpoints.deleteToken, async ({ actor, params }) => {
  if (!(await deleteToken(actor.userId, params.tokenId))) throw new AppError("not_found", "You have no such token.")
  await recordAudit({ type: "token.revoked", targetId: params.tokenId })
  return noContent()
})
