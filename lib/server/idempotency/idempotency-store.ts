import "server-only"
import { perDatabase } from "../db/client.ts"
import { idempotencyEntity } from "./idempotency.entity.ts"

const keys = perDatabase(idempotencyEntity)

const KEPT_MS = 24 * 60 * 60 * 1000
/** A request that has said nothing for so long is taken for dead, and its key for free. */
export const LEASE_MS = 30_000

const MAX_ATTEMPTS = 5

type Held = { state: "running" | "done"; fingerprint: string | null; answer: string | null }

/** Takes a key for one request, of any number that try at once: null when it is ours, otherwise how it is held. */
export async function claimKey(id: string, owner: string, fingerprint: string | null): Promise<Held | null> {
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const nowMs = Date.now()
    const now = new Date(nowMs).toISOString()
    const { rejected } = await keys()
      .put({
        id,
        state: "running",
        owner,
        fingerprint: fingerprint ?? undefined,
        leaseUntil: new Date(nowMs + LEASE_MS).toISOString(),
        expiresAtSeconds: Math.ceil((nowMs + KEPT_MS) / 1000),
      })
      .where(
        ({ id: stored, state, leaseUntil, expiresAtSeconds }, { notExists, eq, lte }) =>
          `${notExists(stored)} OR ${lte(expiresAtSeconds, Math.floor(nowMs / 1000))} OR (${eq(state, "running")} AND ${lte(leaseUntil, now)})`,
      )
      .go({ returnOnConditionCheckFailure: true })
    if (!rejected) return null
    const { data } = await keys().get({ id }).go({ consistent: true })
    if (data) return { state: data.state, fingerprint: data.fingerprint ?? null, answer: data.answer ?? null }
    // It was freed between the two: try again.
  }
  throw new Error("An idempotency key could neither be taken nor read")
}

/** Says that the request which holds the key is still at work. */
export async function keepKey(id: string, owner: string): Promise<void> {
  await keys()
    .patch({ id })
    .set({ leaseUntil: new Date(Date.now() + LEASE_MS).toISOString() })
    .where((stored, { eq }) => eq(stored.owner, owner))
    .go({ returnOnConditionCheckFailure: true })
}

/** Keeps the answer for those who ask again. */
export async function completeKey(id: string, owner: string, done: { fingerprint: string; answer: string }) {
  await keys()
    .patch({ id })
    .set({ state: "done", ...done })
    .where((stored, { eq }) => eq(stored.owner, owner))
    .go({ returnOnConditionCheckFailure: true })
}

/** Frees a key whose request has failed. */
export async function releaseKey(id: string, owner: string): Promise<void> {
  await keys()
    .delete({ id })
    .where((stored, { eq }) => eq(stored.owner, owner))
    .go({ returnOnConditionCheckFailure: true })
}
