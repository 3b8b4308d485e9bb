import "server-only"
import { AppError } from "#lib/domain/app-error.ts"
import { boundRows } from "#lib/domain/bound-rows.ts"
import type { ChartSpec } from "#lib/domain/chart.ts"
import { MAX_RESULT_ROWS } from "#lib/domain/chat-limits.ts"
import type { CitableResult, QueriedDataset, ToolFailure } from "#lib/domain/chat-tools.ts"
import type { Column } from "#lib/domain/column.ts"
import { compileFilters } from "#lib/domain/compile-filters.ts"
import type { MimeBundle } from "#lib/domain/display.ts"
import { displayTable } from "#lib/domain/display-table.ts"
import type { DatasetId, QueryId } from "#lib/domain/ids.ts"
import type { CardError, CardJob, CardResult } from "#lib/domain/job-contract.ts"
import { namesIn } from "#lib/domain/names-in-sql.ts"
import { buildCardJob } from "../cards/build-card-job.ts"
import { planDashboard } from "../dashboards/render-dashboard.ts"
import { readValues, renderCards } from "../executor/executor-client.ts"
import { CARD_FAILED } from "../links/render-link.ts"
import { principalOf, priorityOf, type ChatAsker } from "./chat-asker.ts"
import type { ChatScope, ScopedDataset } from "./chat-scope.ts"
import type { Lookup } from "./stored-query.ts"

export type LookupAsked = {
  scope: ChatScope
  asker: ChatAsker
  queryId: QueryId
  /** Of a SQL lookup: its rows are drawn, too. */
  chart?: ChartSpec | undefined
  maxRows?: number
  maxCharacters?: number
}
export type LookupOutcome =
  | { result: CitableResult; display: MimeBundle }
  | { failure: ToolFailure["error"]; error?: CardError }

const MAX_HINT_CHARACTERS = 2000

type Outcome<K extends Lookup["kind"]> = (
  lookup: Extract<Lookup, { kind: K }>,
  asked: LookupAsked,
  signal: AbortSignal,
) => Promise<LookupOutcome>

/**
 * Looks something up in the sandbox, among the rows that the scope's filters keep. What fails is an answer.
 * @throws AppError unavailable when the executor does not answer.
 */
export function runLookup(lookup: Lookup, asked: LookupAsked, signal: AbortSignal): Promise<LookupOutcome> {
  switch (lookup.kind) {
    case "sql":
      return runSql(lookup, asked, signal)
    case "values":
      return runValues(lookup, asked, signal)
    case "card":
      return runCard(lookup, asked, signal)
  }
}

const runSql: Outcome<"sql"> = async ({ sql, purpose }, asked, signal) => {
  const { scope, asker, chart, queryId } = asked
  const words = namesIn(sql)
  const datasets = scope.datasets.filter(({ alias }) => words.has(alias.toLowerCase()))
  if (datasets.length === 0) {
    const aliases = scope.datasets.map(({ alias }) => alias).join(", ")
    return failure("invalid", "The SQL reads none of the datasets.", `They are called: ${aliases}.`)
  }
  const built = buildCardJob(
    {
      ownerId: principalOf(asker),
      language: "sql",
      code: sql,
      datasets: datasets.map(({ alias, dataset }) => ({ alias, datasetId: dataset.id })),
      columns: Object.fromEntries(datasets.map(({ alias, columns }) => [alias, columns.map(({ name }) => name)])),
      params: {},
      chart: chart ?? null,
    },
    {
      key: queryId,
      datasets: new Map(datasets.map(({ dataset }) => [dataset.id, dataset])),
      ...scope.holding,
      timezone: scope.timezone,
    },
  )
  if ("error" in built) return failed(built.error)
  // The rows are filtered before SQL gets them, and what some locks hold is not the reader's to know.
  const ran = await runJob({ ...built.job, filters: [] }, asked, signal)
  const table = ran.display?.["application/vnd.dataresource+json"]
  // A chart that can't be drawn has its rows all the same.
  if (!table || !ran.display) return failed(hintedBy(datasets, ran.error ?? NOTHING_SHOWN))
  if (ran.error && chart) return failed(ran.error)
  return {
    result: {
      kind: "sql",
      queryId,
      ...described(datasets, built.filtersApplied, scope),
      ...bounded(table.columns, table.rows, table.totalRows, asked),
      sql,
      purpose,
      filteredRows: ran.filteredRows,
    },
    display: ran.display,
  }
}

const runValues: Outcome<"values"> = async ({ alias, column, search, limit }, asked) => {
  const { scope, asker, queryId } = asked
  const found = scope.datasets.find((dataset) => dataset.alias === alias)
  const type = found?.columns.find(({ name }) => name === column)?.type
  if (!found || !type)
    return failure("not_found", `There is no column ${JSON.stringify(column)} of ${JSON.stringify(alias)}.`)
  const { dataset } = found
  const { predicates, appliedFilterIds } = compileFilters(
    scope.holding.filters,
    scope.holding.resolved,
    dataset,
    scope.timezone,
  )
  const { values, totalValues } = await readValues({
    requestId: crypto.randomUUID(),
    principal: principalOf(asker),
    priority: priorityOf(asker),
    datasetId: dataset.id,
    dataVersionId: dataset.dataVersion.id,
    predicates,
    column,
    query: search,
    limit,
  })
  const columns: Column[] = [
    { name: column, type },
    { name: "count", type: "int64" },
  ]
  const rows = values.map(({ value, count }) => [value, count])
  return {
    result: {
      kind: "values",
      queryId,
      ...described([found], appliedFilterIds, scope),
      ...bounded(columns, rows, totalValues, asked),
      column,
    },
    display: { "application/vnd.dataresource+json": { columns, rows, totalRows: totalValues } },
  }
}

const runCard: Outcome<"card"> = async ({ itemId }, asked, signal) => {
  const { scope, queryId } = asked
  const item = scope.sources?.dashboard.layout.find((tile) => tile.itemId === itemId)
  const card = item?.cardId && scope.sources?.cards.get(item.cardId)
  if (!scope.sources || !item || !card)
    return failure("not_found", "There is no such card here.", "listDatasets names the cards.")
  const { values: filters, link } = scope
  const plan = planDashboard(scope.sources, { filters, locked: link?.locked ?? {}, cardIds: [card.id] })
  const built = plan.tiles.find(({ tile }) => tile.itemId === itemId)?.built
  if (!built) return failure("not_found", "There is no such card here.")
  const told = (error: CardError) => failed(link ? { code: error.code, ...CARD_FAILED } : error)
  if ("error" in built) return told(built.error)
  const ran = await runJob(built.job, asked, signal)
  if (!ran.display) return told(ran.error ?? NOTHING_SHOWN)
  const shown = displayTable(ran.display)
  const read = new Set<DatasetId>(card.datasets.map(({ datasetId }) => datasetId))
  return {
    result: {
      kind: "card",
      queryId,
      ...described(
        scope.datasets.filter(({ dataset }) => read.has(dataset.id)),
        built.filtersApplied,
        scope,
      ),
      asOf: built.asOf,
      ...bounded(shown.columns, shown.rows, shown.rowCount, asked),
      cardId: card.id,
      itemId,
      name: item.title ?? card.name,
      text: shown.text,
    },
    display: ran.display,
  }
}

async function runJob(job: CardJob, { scope, asker }: LookupAsked, signal: AbortSignal): Promise<CardResult> {
  const request = {
    requestId: crypto.randomUUID(),
    principal: principalOf(asker),
    priority: priorityOf(asker),
    timezone: scope.timezone,
    cards: [job],
  }
  for await (const event of renderCards(request, signal)) if ("result" in event) return event.result
  throw new AppError("unavailable", "The executor broke off before the query was done.", { retryAfterSeconds: 1 })
}

function described(datasets: readonly ScopedDataset[], appliedFilterIds: readonly string[], scope: ChatScope) {
  const queried = datasets.map(queriedDataset)
  return {
    datasets: queried,
    filtersApplied: scope.filters
      .filter(({ id }) => appliedFilterIds.includes(id))
      .map(({ id, label }) => ({ id, label })),
    ranAt: new Date().toISOString(),
    asOf: queried.map(({ asOf }) => asOf).sort()[0] ?? null,
  }
}

/** A dataset as answers speak of it. */
export function queriedDataset(scoped: ScopedDataset): QueriedDataset {
  const { alias, dataset, canUse } = scoped
  return {
    alias,
    datasetId: dataset.id,
    name: dataset.name,
    dataVersionId: dataset.dataVersion.id,
    versionNumber: dataset.dataVersion.number,
    rows: rowsOf(scoped),
    asOf: dataset.dataVersion.publishedAt,
    canUse,
  }
}

/** Of the version, where the reader may know of all. */
export const rowsOf = ({ dataset, isWhole }: ScopedDataset): number | null =>
  isWhole ? dataset.dataVersion.rowCount : null

function bounded(columns: Column[], rows: readonly (readonly unknown[])[], rowCount: number, asked: LookupAsked) {
  const { maxRows = MAX_RESULT_ROWS, maxCharacters } = asked
  const kept = boundRows(columns, rows, { maxRows, ...(maxCharacters !== undefined && { maxCharacters }) })
  return { ...kept, rowCount, truncated: kept.truncated || rowCount > kept.rows.length }
}

const failure = (code: ToolFailure["error"]["code"], message: string, hint?: string): LookupOutcome => ({
  failure: { code, message, ...(hint !== undefined && { hint }) },
})

const NOTHING_SHOWN: CardError = { code: "execution_failed", type: "NothingShown", message: "It showed nothing." }

/** Of errors whose hints are about the SQL itself. */
const HINTS_OF_SQL: readonly string[] = ["StatementRefused", "ParserError", "CatalogError", "PermissionError"]

/** An error of SQL with another hint where its own may name columns that are not the reader's to know of. */
function hintedBy(datasets: readonly ScopedDataset[], error: CardError): CardError {
  const isNarrow = datasets.some(({ columns, dataset }) => columns.length < dataset.columns.length)
  if (!isNarrow || HINTS_OF_SQL.includes(error.type)) return error
  const { hint: _hint, ...rest } = error
  const known = datasets.map(
    ({ alias, columns }) => `Columns of ${alias}: ${columns.map(({ name }) => name).join(", ")}.`,
  )
  return error.hint === undefined ? rest : { ...rest, hint: known.join(" ").slice(0, MAX_HINT_CHARACTERS) }
}

function failed(error: CardError): LookupOutcome {
  const { type, message, hint, line } = error
  const code =
    error.code === "execution_timeout"
      ? "timeout"
      : error.code === "memory_limit" || error.code === "output_too_large"
        ? "too_large"
        : type === "StatementRefused"
          ? "refused"
          : "failed"
  const where = line === undefined ? "" : ` (line ${line})`
  return { failure: { code, message: `${message}${where}`, ...(hint !== undefined && { hint }) }, error }
}
