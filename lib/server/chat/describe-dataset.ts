import "server-only"
import { boundRows } from "#lib/domain/bound-rows.ts"
import { MAX_DESCRIBED_COLUMNS, MAX_RESULT_CHARACTERS, MAX_SAMPLE_ROWS } from "#lib/domain/chat-limits.ts"
import type { DatasetDescription, ToolFailure } from "#lib/domain/chat-tools.ts"
import { DataProfile, type ColumnProfile } from "#lib/domain/job-contract.ts"
import { objectKeys } from "#lib/domain/object-keys.ts"
import { buffer } from "node:stream/consumers"
import { objectStore } from "../object-store.ts"
import type { ChatScope, ScopedDataset } from "./chat-scope.ts"
import { rowsOf, runLookup, type LookupAsked } from "./run-lookup.ts"

type Asked = { alias: string; columns?: string[] | undefined }
const TOP_VALUES = 5

/** What columns of a dataset hold, with a few of the rows that the filters keep. */
export async function describeDataset(
  { alias, columns: wanted }: Asked,
  asked: LookupAsked,
  signal: AbortSignal,
): Promise<DatasetDescription | ToolFailure> {
  const found = asked.scope.datasets.find((scoped) => scoped.alias === alias)
  if (!found) return { error: { code: "not_found", message: noSuch(alias, asked.scope) } }
  const chosen = wanted ? found.columns.filter(({ name }) => wanted.includes(name)) : found.columns
  const columns = chosen.slice(0, MAX_DESCRIBED_COLUMNS)
  if (columns.length === 0)
    return {
      error: { code: "not_found", message: `"${alias}" has none of these columns.`, hint: "listDatasets names them." },
    }
  const [profiles, sample] = await Promise.all([readProfiles(found), readSample(found, columns, asked, signal)])
  const { dataset } = found
  return {
    kind: "description",
    alias,
    datasetId: dataset.id,
    name: dataset.name,
    description: asked.scope.link ? "" : dataset.description.slice(0, 2000),
    rows: rowsOf(found),
    columns: columns.map(({ name, type }) => {
      const description = dataset.columnDescriptions[name]
      const profile = profiles.get(name)
      return { name, type, ...(description && { description }), ...(profile && { statistics: statisticsOf(profile) }) }
    }),
    columnCount: chosen.length,
    sample,
  }
}

const noSuch = (alias: string, { datasets }: ChatScope) =>
  `There is no dataset ${JSON.stringify(alias)}. There are: ${datasets.map((scoped) => scoped.alias).join(", ")}.`

/** What columns hold over all rows, by name; nothing where the reader may not know of all rows. */
export async function readProfiles({
  dataset,
  isWhole,
}: Pick<ScopedDataset, "dataset" | "isWhole">): Promise<Map<string, ColumnProfile>> {
  if (!isWhole) return new Map()
  const stored = await objectStore().get(objectKeys.profile(dataset.id, dataset.dataVersion.id))
  // Versions imported before columns were summed up have none.
  if (!stored) return new Map()
  const profile = DataProfile.parse(JSON.parse((await buffer(stored)).toString("utf8")))
  return new Map(profile.columns.map((column) => [column.name, column]))
}

function statisticsOf({ nullCount, distinctCount, min, max, mean, topValues }: ColumnProfile) {
  const cut = (value: unknown) => boundRows([], [[value]]).rows[0]?.[0] ?? null
  return {
    nullCount,
    distinctCount,
    min: cut(min),
    max: cut(max),
    mean,
    topValues: topValues.slice(0, TOP_VALUES).map(({ value, count }) => ({ value: cut(value), count })),
  }
}

async function readSample(
  { alias }: ScopedDataset,
  columns: ScopedDataset["columns"],
  asked: LookupAsked,
  signal: AbortSignal,
): Promise<DatasetDescription["sample"]> {
  const names = columns.map(({ name }) => quoted(name)).join(", ")
  const sql = `SELECT ${names} FROM ${quoted(alias)} LIMIT ${MAX_SAMPLE_ROWS}`
  const bounds = { maxRows: MAX_SAMPLE_ROWS, maxCharacters: MAX_RESULT_CHARACTERS / 3 }
  const outcome = await runLookup({ kind: "sql", sql, purpose: "" }, { ...asked, ...bounds }, signal)
  return "result" in outcome
    ? { columns: outcome.result.columns, rows: outcome.result.rows }
    : { columns: [], rows: [] }
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`
