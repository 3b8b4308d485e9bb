import "server-only"
import { setTimeout as wait } from "node:timers/promises"
import { AppError } from "#lib/domain/app-error.ts"
import { canonicalJson } from "#lib/domain/canonical-json.ts"
import { isCreation, type Endpoint } from "#lib/domain/endpoints/endpoint.ts"
import type { Actor } from "#lib/domain/user.ts"
import { hashOfSecret } from "../auth/sha256.ts"
import { log } from "../log.ts"
import { webEnv } from "../web-env.ts"
import { claimKey, completeKey, keepKey, LEASE_MS, releaseKey } from "./idempotency-store.ts"
import { fingerprintWhileRead } from "./multipart-fingerprint.ts"
import { openAnswer, openFingerprint, sealAnswer } from "./sealed-answer.ts"

/** How long a repetition waits for the first to be answered, before it is told to come again. */
const WAITS_MS = [50, 100, 200, 400, 800, 800, 800, 800, 800]
const FORM_SLACK_BYTES = 2 * 1024 * 1024

type Asked = {
  endpoint: Endpoint
  actor: Actor | null
  request: Request
  /** As parsed; undefined of an upload. */ body: unknown
}
type Handle = (request: Request) => Promise<Response> | Response

/**
 * Handles a creation, or, when its Idempotency-Key has been answered within a day for this person and path, answers as
 * then. Other requests, and those of nobody known, are just handled. A failure frees the key.
 * @throws AppError idempotency_conflict for a key that came with another body; conflict while the first is at work.
 */
export async function answerOnce({ endpoint, actor, request, body }: Asked, handle: Handle): Promise<Response> {
  const key = request.headers.get("idempotency-key")
  if (key === null || !actor || !isCreation(endpoint)) return handle(request)
  if (!/^[\x21-\x7e]{1,255}$/.test(key))
    throw new AppError("validation_failed", "Idempotency-Key must be 1 to 255 visible ASCII characters.")
  const { pathname, search } = new URL(request.url)
  const id = hashOfSecret(JSON.stringify([actor.userId, pathname, key]))
  const isUpload = endpoint.bodyType !== undefined && body === undefined
  const fingerprint = isUpload ? null : openFingerprint().update(canonicalJson({ search, body })).digest("hex")
  const owner = crypto.randomUUID()
  for (const waitMs of WAITS_MS) {
    const held = await claimKey(id, owner, fingerprint)
    if (!held) return answerFirst({ id, owner, fingerprint }, request, handle)
    if (held.state === "done") {
      if ((fingerprint ?? (await fingerprintOfUpload(request))) !== held.fingerprint) throw otherBody()
      return answerAgain(id, held.answer)
    }
    if (fingerprint !== null && fingerprint !== held.fingerprint) throw otherBody()
    // An upload's body stays unread meanwhile, so its sender had better come again.
    if (isUpload) break
    await wait(waitMs)
  }
  throw new AppError("conflict", "The first request with this Idempotency-Key is still being answered. Try again.", {
    retryAfterSeconds: 1,
  })
}

type Claim = { id: string; owner: string; fingerprint: string | null }

async function answerFirst({ id, owner, fingerprint }: Claim, request: Request, handle: Handle): Promise<Response> {
  const alive = setInterval(() => {
    keepKey(id, owner).catch((err: unknown) => log.warn({ err }, "could not keep an idempotency key"))
  }, LEASE_MS / 3)
  try {
    const { request: received, fingerprint: known } =
      fingerprint === null ? fingerprintWhileRead(request) : { request, fingerprint }
    const response = await handle(received)
    if (response.status >= 400) await free(id, owner)
    else await keep({ id, owner }, known, response)
    return response
  } catch (error) {
    await free(id, owner)
    throw error
  } finally {
    clearInterval(alive)
  }
}

// What was made is made: that it could not be noted must not look like a failure.
async function keep(
  { id, owner }: Pick<Claim, "id" | "owner">,
  fingerprint: string | Promise<string>,
  response: Response,
): Promise<void> {
  try {
    const { status, headers } = response
    const etag = headers.get("etag")
    const body = await response.clone().text()
    const answer = sealAnswer(id, { status, etag, body }) ?? sealAnswer(id, { status, etag, body: onlyId(body) }) ?? ""
    await completeKey(id, owner, { fingerprint: await fingerprint, answer })
  } catch (err) {
    log.warn({ err }, "could not keep the answer to an idempotency key")
  }
}

async function free(id: string, owner: string): Promise<void> {
  // At worst the key is free when its lease is over.
  await releaseKey(id, owner).catch((err: unknown) => log.warn({ err }, "could not free an idempotency key"))
}

function answerAgain(id: string, sealed: string | null): Response {
  const { status, etag, body } = openAnswer(id, sealed ?? "")
  const headers = new Headers({ "content-type": "application/json", "idempotency-replayed": "true" })
  if (etag !== null) headers.set("etag", etag)
  return new Response(body, { status, headers })
}

/** Of an answer too long to be kept: what was made, to be read again. */
function onlyId(body: string): string {
  const answer = JSON.parse(body) as { data?: { id?: unknown } }
  return JSON.stringify({ data: { id: answer.data?.id } })
}

async function fingerprintOfUpload(request: Request): Promise<string | null> {
  const { request: tapped, fingerprint } = fingerprintWhileRead(request)
  const maxBytes = webEnv().CARDLOOM_MAX_UPLOAD_BYTES + FORM_SLACK_BYTES
  let sizeBytes = 0
  for await (const chunk of tapped.body ?? []) {
    sizeBytes += chunk.byteLength
    if (sizeBytes > maxBytes) throw otherBody()
  }
  return fingerprint.catch(() => null)
}

const otherBody = (): AppError =>
  new AppError(
    "idempotency_conflict",
    "This Idempotency-Key came with another body before. Send the same body, or another key.",
  )
