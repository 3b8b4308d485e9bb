/** What the model may do: read. What each tool takes and answers, as the model and the screen see it. */
import { z } from "zod"
import { ChartSpec } from "./chart.ts"
import { MAX_DESCRIBED_COLUMNS, MAX_RESULT_ROWS } from "./chat-limits.ts"
import { Cell, Column, ColumnType } from "./column.ts"
import { MimeBundle } from "./display.ts"
import { FilterId, FilterValues } from "./filter.ts"
import { CardId, DatasetId, DataVersionId, QueryId } from "./ids.ts"

/** Why a tool did nothing, in words that the model can go by and the reader understands. */
export const ToolFailure = z.object({
  error: z.object({
    code: z.enum(["invalid", "refused", "failed", "timeout", "too_large", "not_found", "unavailable", "limit"]),
    message: z.string(),
    hint: z.string().optional(),
  }),
})
export type ToolFailure = z.infer<typeof ToolFailure>

/** A dataset as a query reads it, at the version it has read. */
export const QueriedDataset = z.object({
  /** What SQL calls it. */
  alias: z.string(),
  datasetId: DatasetId,
  name: z.string(),
  dataVersionId: DataVersionId,
  /** As counted on the dataset's page, from 1. */
  versionNumber: z.int().positive(),
  /** Of the version, before any filter; null where the reader is not to know, whom a public link shows only some. */
  rows: z.int().nonnegative().nullable(),
  /** When the version was published. */
  asOf: z.iso.datetime(),
  /** Whether the reader may use it in cards of their own. */
  canUse: z.boolean(),
})
export type QueriedDataset = z.infer<typeof QueriedDataset>

export const AppliedFilter = z.object({ id: FilterId, label: z.string() })

const resultFields = {
  queryId: QueryId,
  datasets: z.array(QueriedDataset),
  /** The filters that were set and reached the data. */
  filtersApplied: z.array(AppliedFilter),
  /** When it was run. */
  ranAt: z.iso.datetime(),
  /** When the oldest data it read was published. */
  asOf: z.iso.datetime().nullable(),
  columns: z.array(Column),
  /** The first rows; long cells are cut. */
  rows: z.array(z.array(Cell)),
  /** Of the whole result. */
  rowCount: z.int().nonnegative(),
  /** Whether rows or parts of cells stayed behind. */
  truncated: z.boolean(),
}

/** The result of one SELECT. */
export const QueryResult = z.object({
  kind: z.literal("sql"),
  ...resultFields,
  sql: z.string(),
  /** What the query is to find out, in the model's words. */
  purpose: z.string(),
  /** Rows of the datasets under the filters, before the SELECT. */
  filteredRows: z.int().nonnegative(),
})
export type QueryResult = z.infer<typeof QueryResult>

/** A column's distinct values, as rows of value and count, most frequent first. */
export const ValuesResult = z.object({ kind: z.literal("values"), ...resultFields, column: z.string() })
export type ValuesResult = z.infer<typeof ValuesResult>

/** What a card of the dashboard shows, as a table: of a figure its traces' points, of a KPI one row. */
export const CardToolResult = z.object({
  kind: z.literal("card"),
  ...resultFields,
  cardId: CardId,
  itemId: z.string(),
  name: z.string(),
  /** What it shows beside numbers; cut. */
  text: z.string(),
})
export type CardToolResult = z.infer<typeof CardToolResult>

/** Whatever a figure can be cited by. */
export const CitableResult = z.discriminatedUnion("kind", [QueryResult, ValuesResult, CardToolResult])
export type CitableResult = z.infer<typeof CitableResult>

export const ChartResult = z.object({
  kind: z.literal("chart"),
  /** The query whose rows it draws. */
  queryId: QueryId,
  title: z.string(),
  chart: ChartSpec,
  /** Absent where it is too large to travel along, and in history: POST /api/chat/queries/:queryId/run draws it. */
  display: MimeBundle.optional(),
})
export type ChartResult = z.infer<typeof ChartResult>

/** Values for the page's filters, which the person applies or not. They are known to fit. */
export const FilterProposal = z.object({
  kind: z.literal("filters"),
  filters: FilterValues,
  /** In words, one for each filter. */
  settings: z.array(z.object({ id: FilterId, label: z.string(), text: z.string() })),
  reason: z.string(),
})
export type FilterProposal = z.infer<typeof FilterProposal>

export const DatasetList = z.object({
  kind: z.literal("datasets"),
  datasets: z.array(
    QueriedDataset.extend({
      description: z.string(),
      columnCount: z.int().nonnegative(),
      columns: z.array(Column),
    }),
  ),
  /** What is on the dashboard; empty on a dataset's page. */
  cards: z.array(z.object({ cardId: CardId, itemId: z.string(), name: z.string(), description: z.string() })),
  filters: z.array(z.object({ id: FilterId, label: z.string(), type: z.string(), isSet: z.boolean() })),
})
export type DatasetList = z.infer<typeof DatasetList>

export const DescribedColumn = z.object({
  name: z.string(),
  type: ColumnType,
  description: z.string().optional(),
  /** Over all rows of the version, whatever the filters; absent where the reader may not see beyond the filters. */
  statistics: z
    .object({
      nullCount: z.int(),
      distinctCount: z.int(),
      min: Cell,
      max: Cell,
      mean: z.number().nullable(),
      topValues: z.array(z.object({ value: Cell, count: z.int() })),
    })
    .optional(),
})

export const DatasetDescription = z.object({
  kind: z.literal("description"),
  alias: z.string(),
  datasetId: DatasetId,
  name: z.string(),
  description: z.string(),
  rows: QueriedDataset.shape.rows,
  columns: z.array(DescribedColumn),
  /** Of the columns asked for; more than are described at once. */
  columnCount: z.int().nonnegative(),
  sample: z.object({ columns: z.array(Column), rows: z.array(z.array(Cell)) }),
})
export type DatasetDescription = z.infer<typeof DatasetDescription>

const Alias = z.string().min(1).max(100).describe("The dataset's alias, as listDatasets gives it")
const orFailure = <T extends z.ZodType>(result: T) => z.union([result, ToolFailure])

/** By name: what it is for, in words for the model, and what goes in and comes out. */
export const CHAT_TOOLS = {
  listDatasets: {
    description: "The datasets that can be asked about, their columns, the cards on the page and its filters.",
    input: z.strictObject({}),
    output: orFailure(DatasetList),
  },
  describeDataset: {
    description: `What columns hold: type, meaning, range, frequent values, and a few rows. At most ${MAX_DESCRIBED_COLUMNS} columns at once.`,
    input: z.strictObject({
      alias: Alias,
      columns: z.array(z.string().max(1000)).max(MAX_DESCRIBED_COLUMNS).optional().describe("Absent: the first ones"),
    }),
    output: orFailure(DatasetDescription),
  },
  queryData: {
    description: `Runs one DuckDB SELECT over the datasets by alias. The page's filters are applied before it. At most ${MAX_RESULT_ROWS} rows come back: aggregate in SQL. Every figure of an answer must stand in a result.`,
    input: z.strictObject({
      sql: z.string().min(1).max(20_000),
      purpose: z.string().max(300).default("").describe("What it is to find out, in one short sentence"),
    }),
    output: orFailure(QueryResult),
  },
  listValues: {
    description: "A column's distinct values with their counts, most frequent first.",
    input: z.strictObject({
      alias: Alias,
      column: z.string().min(1).max(1000),
      search: z.string().max(200).default("").describe("Only values that contain this text"),
      limit: z.int().min(1).max(MAX_RESULT_ROWS).default(50),
    }),
    output: orFailure(ValuesResult),
  },
  runCard: {
    description: "What a card of the dashboard shows under the page's filters, as a table.",
    input: z.strictObject({
      itemId: z.string().min(1).max(64).describe("The card's itemId, as listDatasets gives it"),
    }),
    output: orFailure(CardToolResult),
  },
  drawChart: {
    description: "Shows a chart of an earlier queryData result, beside the answer.",
    input: z.strictObject({
      queryId: z.string().max(100).describe("The queryId of a queryData result"),
      title: z.string().min(1).max(200),
      chart: ChartSpec,
    }),
    output: orFailure(ChartResult),
  },
  proposeFilters: {
    description: "Proposes settings for the page's filters. The person decides; nothing is changed by this.",
    input: z.strictObject({
      filters: FilterValues.describe(
        'By filter id: of a category ["a", null], of a date_range {"start": "2024-01-01", "end": "2024-12-31"} or {"relative": "last_30_days"}, of a number_range {"min": 0, "max": 10}, of a text "abc"; null takes a setting back',
      ),
      reason: z.string().max(500).default(""),
    }),
    output: orFailure(FilterProposal),
  },
} as const
export type ChatToolName = keyof typeof CHAT_TOOLS
/** As the AI SDK's UI messages name them: parts of type `tool-<name>`. */
export type ChatTools = {
  [Name in ChatToolName]: {
    input: z.infer<(typeof CHAT_TOOLS)[Name]["input"]>
    output: z.infer<(typeof CHAT_TOOLS)[Name]["output"]>
  }
}
