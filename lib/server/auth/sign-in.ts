import "server-only"
import { AppError } from "#lib/domain/app-error.ts"
import { Email } from "#lib/domain/user.ts"
import { recordAudit } from "../audit/record-audit.ts"
import { log } from "../log.ts"
import { getUserByEmail, type StoredUser } from "../users/user-store.ts"
import { verifyPassword } from "./password.ts"
import { clear, hit, refund } from "./rate-limit-store.ts"

const WINDOW_SECONDS = 15 * 60
const MAX_FAILURES = 9

/**
 * Checks an e-mail address and password; the same answer, in the same time, for a wrong password and an unknown address.
 * @throws AppError rate_limited after nine failures for the account or from the address, until the window has passed;
 *   unauthorized.
 */
export async function verifySignIn(
  credentials: { email: string; password: string },
  address: string,
): Promise<StoredUser> {
  const email = Email.safeParse(credentials.email).data ?? credentials.email.toLowerCase().slice(0, 254)
  const keys = { account: `signin-account:${email}`, address: `signin-address:${address}` }
  // Counted before the check, so that many tries at once are counted too; success takes its count back.
  const hits = await Promise.all([
    hit(keys.account, { windowSeconds: WINDOW_SECONDS }),
    hit(keys.address, { windowSeconds: WINDOW_SECONDS }),
  ])
  const over = hits.find(({ count }) => count > MAX_FAILURES)
  if (over) {
    throw new AppError("rate_limited", "Too many failed sign-ins. Wait a few minutes and try again.", {
      retryAfterSeconds: Math.max(1, (Date.parse(over.resetsAt) - Date.now()) / 1000),
    })
  }
  const user = await getUserByEmail(email)
  const matches = await verifyPassword(user?.passwordHash ?? null, credentials.password)
  if (!user || !matches || user.disabled) {
    log.warn({ event: "sign_in_failed", address }, "sign-in failed")
    await recordAudit({
      type: "session.sign_in_failed",
      targetId: user?.id ?? null,
      // Only an address is written down: passwords get typed into the wrong field.
      by: { userId: null, via: "none", userName: Email.safeParse(credentials.email).data ?? "" },
    })
    throw new AppError("unauthorized", "This e-mail address and password do not go together.")
  }
  await Promise.all([clear(keys.account), refund(keys.address)])
  return user
}
