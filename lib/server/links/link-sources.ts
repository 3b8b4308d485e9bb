import "server-only"
import { getDashboard } from "../dashboards/dashboard-store.ts"
import { readSources, type DashboardSources } from "../dashboards/render-dashboard.ts"
import { database } from "../db/client.ts"
import { areUnchanged, recordReads, type Reads } from "../db/recorded-reads.ts"
import { ByteBoundCache } from "../results/byte-bound-cache.ts"
import { getLinkByTokenHash, type StoredLink } from "./link-store.ts"

const MEMORY_BYTES = 32 * 1024 ** 2
/** Written every few seconds while a link is looked at, and nothing its readers see. */
const VIEW_COUNTS = ["viewCount", "lastViewedAt"]

/** A link and all that it shows is made from. */
export type LinkSources = DashboardSources & { link: StoredLink }

type Remembered = { sources: LinkSources; reads: Reads }
type Turn = { running: Promise<LinkSources | null>; next: Promise<LinkSources | null> | null }

declare global {
  // Next may load this module more than once in a process; its memory is bounded once.
  var cardloomLinkMemory: { known: ByteBoundCache<Remembered>; turns: Map<string, Turn> } | undefined
}
const memory = () =>
  (globalThis.cardloomLinkMemory ??= { known: new ByteBoundCache<Remembered>(MEMORY_BYTES), turns: new Map() })

/**
 * The link of a token and what it shows, as the database has it after this call began; null when either is not there.
 * Read by one batch where nothing has changed since the last time: the same object is answered then. Callers that come
 * while a read is under way share the next one, never that one, which may have begun before a change they know of.
 */
export function currentSources(tokenHash: string): Promise<LinkSources | null> {
  const { turns } = memory()
  const turn = turns.get(tokenHash)
  if (turn) return (turn.next ??= turn.running.then(noMatter, noMatter).then(() => begin(tokenHash)))
  return begin(tokenHash)
}

function begin(tokenHash: string): Promise<LinkSources | null> {
  const { turns } = memory()
  const turn: Turn = { running: readAgain(tokenHash), next: null }
  turns.set(tokenHash, turn)
  const end = () => {
    if (turn.next === null) turns.delete(tokenHash)
  }
  void turn.running.then(end, end)
  return turn.running
}

const noMatter = (): void => {}

async function readAgain(tokenHash: string): Promise<LinkSources | null> {
  const { known } = memory()
  const before = known.get(tokenHash)
  if (before && (await areUnchanged(database(), before.reads, VIEW_COUNTS))) return before.sources
  const { value: sources, reads } = await recordReads(() => readAll(tokenHash))
  if (sources && reads) known.set(tokenHash, { sources, reads }, reads.sizeBytes)
  else known.delete(tokenHash)
  return sources
}

async function readAll(tokenHash: string): Promise<LinkSources | null> {
  const link = await getLinkByTokenHash(tokenHash)
  return link && sourcesOf(link)
}

/** What a link shows, read anew; null when its dashboard is gone. */
export async function sourcesOf(link: StoredLink): Promise<LinkSources | null> {
  const dashboard = await getDashboard(link.dashboardId)
  return dashboard && { link, ...(await readSources(dashboard)) }
}
