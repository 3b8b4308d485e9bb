import "server-only"
import { timingSafeEqual } from "node:crypto"
import { AppError } from "#lib/domain/app-error.ts"
import type { Endpoint } from "#lib/domain/endpoints/endpoint.ts"
import type { Actor } from "#lib/domain/user.ts"
import { sha256 } from "../auth/sha256.ts"
import { webEnv } from "../web-env.ts"

/** Whether the caller is of the kind an endpoint asks for. @throws AppError unauthorized, forbidden. */
export function authorise(endpoint: Endpoint, actor: Actor | null, headers: Headers): void {
  if (actor?.scope === "read" && endpoint.method !== "GET" && !endpoint.reads && endpoint.access !== "public")
    throw new AppError("forbidden", "This token may only read. Make one that may write, under Settings.")
  switch (endpoint.access) {
    case "public":
      return
    case "operator":
      if (!isOperator(headers))
        throw new AppError("unauthorized", "Send the operator's token as Authorization: Bearer.")
      return
    case "signed-in":
      if (!actor) throw new AppError("unauthorized", "Sign in, or send an API token as Authorization: Bearer.")
      return
    case "admin":
      if (!actor) throw new AppError("unauthorized", "Sign in, or send an API token as Authorization: Bearer.")
      if (actor.role !== "admin")
        throw new AppError(
          "forbidden",
          actor.via === "token" && actor.scope !== "admin"
            ? "This needs an admin's token with the scope admin."
            : "Only admins may do this.",
        )
  }
}

function isOperator(headers: Headers): boolean {
  const sent = /^Bearer (.+)$/i.exec(headers.get("authorization") ?? "")?.[1] ?? ""
  // Hashes have one length, which timingSafeEqual needs.
  return timingSafeEqual(sha256(sent), sha256(webEnv().CARDLOOM_TICK_TOKEN))
}
