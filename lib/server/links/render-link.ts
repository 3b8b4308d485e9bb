import "server-only"
import { canonicalJson } from "#lib/domain/canonical-json.ts"
import { AppError } from "#lib/domain/app-error.ts"
import type { FilterValues, ResolvedFilter } from "#lib/domain/filter.ts"
import type { CardId } from "#lib/domain/ids.ts"
import { dayIn } from "#lib/domain/relative-range.ts"
import type { RenderLine, TileResult } from "#lib/domain/render-line.ts"
import { planDashboard, recallPlan, showPlan, type DashboardPlan } from "../dashboards/render-dashboard.ts"
import { readRuntimeVersion } from "../executor/runtime-version.ts"
import { countCardResult } from "../metrics.ts"
import type { Recalled } from "../results/answer-cards.ts"
import { ByteBoundCache } from "../results/byte-bound-cache.ts"
import { recallResult } from "../results/result-store.ts"
import { webEnv } from "../web-env.ts"
import { resolveLocks } from "./resolve-locks.ts"
import type { LinkSources } from "./link-sources.ts"
import type { StoredLink } from "./link-store.ts"
import type { OpenedLink } from "./open-link.ts"
import { checkAskedFilters } from "./show-link.ts"

type RenderLink = { opened: OpenedLink; filters: FilterValues; cardIds: CardId[] | undefined }

/** A whole answer, held as it goes over the wire, with the results it was made of. */
type Body = {
  bytes: Uint8Array
  of: LinkSources["dashboard"]
  runtimeVersion: string | null
  recalled: Recalled[]
}

declare global {
  // Next may load this module more than once in a process; its memory is bounded once.
  var cardloomLinkBodies: ByteBoundCache<Body> | undefined
}
const bodies = (): ByteBoundCache<Body> =>
  (globalThis.cardloomLinkBodies ??= new ByteBoundCache(webEnv().CARDLOOM_RESULT_MEMORY_BYTES))

/**
 * The dashboard's cards for a link's reader, as JSON lines: all at once where their results are at hand, or as they are
 * to be had. Locks hold whatever is asked for.
 * @throws AppError validation_failed for a filter that is locked, unknown, or not the reader's to set.
 */
export async function renderLink(
  { opened, filters, cardIds }: RenderLink,
  signal: AbortSignal,
): Promise<Uint8Array | AsyncIterable<RenderLine>> {
  checkAskedFilters(opened, filters)
  const { link, dashboard } = opened
  const runtimeVersion = await readRuntimeVersion()
  const key = bodyKey(link, filters, cardIds)
  const known = bodies().get(key)
  // The same object: nothing the plan was made from has changed since (currentSources).
  if (known && known.of === dashboard && known.runtimeVersion === runtimeVersion && isPresent(known.recalled)) {
    for (const _ of known.recalled) countCardResult("kept")
    return known.bytes
  }
  const plan = planFor(opened, filters, cardIds)
  const locked = new Set(Object.keys(link.lockedFilters))
  const kept = await recallPlan(plan)
  if (!kept) {
    const how = { principal: link.id, priority: "link" as const, refresh: false, stale: true }
    return forReaders(showPlan(plan, how, signal), locked)
  }
  const text = kept.lines.map((line) => `${JSON.stringify("done" in line ? line : forReader(line, locked))}\n`).join("")
  const bytes = new TextEncoder().encode(text)
  for (const _ of kept.recalled) countCardResult("kept")
  bodies().set(key, { bytes, of: dashboard, runtimeVersion, recalled: kept.recalled }, bytes.length)
  return bytes
}

function bodyKey(link: StoredLink, filters: FilterValues, cardIds: CardId[] | undefined): string {
  const days = [dayIn(webEnv().CARDLOOM_TIMEZONE, new Date()), dayIn("UTC", new Date())]
  // The rotated and the changed link are other objects, but a key of them costs nothing.
  return canonicalJson([link.tokenHash, days, filters, cardIds ?? null, link.lockedFilters])
}

/** Looked up one by one, so that results in use stay at hand. */
function isPresent(recalled: readonly Recalled[]): boolean {
  const nowMs = Date.now()
  return recalled.every(({ key, stored, validUntilMs }) => recallResult(key) === stored && nowMs < validUntilMs)
}

/** @throws AppError validation_failed, which says of locks no more than that they do not fit. */
export function planFor(
  opened: LinkSources,
  filters: FilterValues,
  cardIds: readonly CardId[] | undefined,
): DashboardPlan {
  locksOf(opened)
  return planDashboard(opened, { filters, locked: opened.link.lockedFilters, cardIds })
}

/**
 * What a link's locks keep.
 * @throws AppError unavailable where they no longer fit: what can't be locked is not shown at all, rather than whole.
 */
export function locksOf({ link, dashboard }: LinkSources): ResolvedFilter[] {
  try {
    return resolveLocks(dashboard, link.lockedFilters)
  } catch (cause) {
    // The dashboard's filters were changed since.
    throw locksDoNotFit(cause)
  }
}

const locksDoNotFit = (cause: unknown): AppError =>
  new AppError(
    "unavailable",
    "This link can't be shown: its filters no longer fit the dashboard. Ask whoever sent it to set them again.",
    { cause },
  )

async function* forReaders(lines: AsyncIterable<RenderLine>, locked: ReadonlySet<string>): AsyncGenerator<RenderLine> {
  for await (const line of lines) yield "done" in line ? line : forReader(line, locked)
}

/** What the author printed, where the code failed, and how many rows there are behind the locks stay with the author. */
function forReader(line: TileResult, locked: ReadonlySet<string>): TileResult {
  const { timings: _timings, error, ...rest } = line
  return {
    ...rest,
    stdout: "",
    warnings: [],
    filtersApplied: line.filtersApplied.filter((id) => !locked.has(id)),
    inputRows: line.filteredRows,
    ...(error && { error: failureFor(error) }),
  }
}

/** Of an error that is in the author's words. */
export const CARD_FAILED = { type: "CardFailed", message: "This card could not be shown." } as const

function failureFor({ code }: NonNullable<TileResult["error"]>): NonNullable<TileResult["error"]> {
  switch (code) {
    case "unavailable":
      return {
        code,
        type: "ExecutorUnavailable",
        message: "This card can't be shown just now.",
        hint: "It is tried again by itself.",
      }
    case "not_found":
      return { code, type: "CardNotFound", message: "This card is not there any more." }
    default:
      return { code, ...CARD_FAILED }
  }
}
