import { createHash, timingSafeEqual } from "node:crypto"
import type { IncomingMessage } from "node:http"
import { AppError } from "#lib/domain/app-error.ts"

/** Throws AppError "unauthorized" unless the request carries the token. Takes the same time however wrong it is. */
export function authorise(request: IncomingMessage, token: string): void {
  const given = /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1] ?? ""
  // Hashes have equal lengths, which timingSafeEqual asks for and which hides the token's.
  if (!timingSafeEqual(sha256(given), sha256(token)))
    throw new AppError("unauthorized", "The executor's token is missing or wrong.")
}

const sha256 = (text: string) => createHash("sha256").update(text).digest()
