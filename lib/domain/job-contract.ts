/** What web and executor say to each other. Both sides parse with these schemas. */
import { z } from "zod"
import { CardLanguage } from "./card.ts"
import { ChartSpec } from "./chart.ts"
import { Cell, Column } from "./column.ts"
import { MimeBundle } from "./display.ts"
import { Predicate, ResolvedFilter } from "./filter.ts"
import { DatasetId, DataVersionId, RunId, UploadId } from "./ids.ts"
import { JsonObject } from "./json.ts"

export const JobPriority = z.enum(["preview", "dashboard", "link", "scheduled"])
export type JobPriority = z.infer<typeof JobPriority>

/** One dataset version as a card reads it: the rows that pass `predicates`, the named columns (null = all). */
export const CardInput = z.strictObject({
  alias: z.string().min(1),
  datasetId: DatasetId,
  dataVersionId: DataVersionId,
  columns: z.array(z.string()).nullable(),
  predicates: z.array(Predicate),
})
export type CardInput = z.infer<typeof CardInput>

export const CardJob = z.strictObject({
  /** Names the job in the answer: a dashboard's itemId. */
  key: z.string(),
  /** Whose code it is: the trust domain. */
  authorId: z.string(),
  language: CardLanguage,
  code: z.string(),
  inputs: z.array(CardInput).max(16),
  filters: z.array(ResolvedFilter),
  params: JsonObject,
  /** Of a SQL card; absent = a table. */
  chart: ChartSpec.optional(),
})
export type CardJob = z.infer<typeof CardJob>

/** POST /v1/render → NDJSON of RenderEvent, in finishing order. */
export const RenderRequest = z.strictObject({
  requestId: z.string(),
  /** For fairness between people: a user or link id. */
  principal: z.string(),
  priority: JobPriority,
  timezone: z.string(),
  cards: z.array(CardJob).min(1).max(100),
})
export type RenderRequest = z.infer<typeof RenderRequest>

export const CardErrorCode = z.enum([
  "execution_failed",
  "execution_timeout",
  "memory_limit",
  "output_too_large",
  "cancelled",
])
export const CardError = z.object({
  code: CardErrorCode,
  /** The exception's class, or the limit's name. */
  type: z.string(),
  message: z.string(),
  /** 1-based line in the author's code. */
  line: z.int().positive().optional(),
  /** The author's frames only, outermost first. */
  frames: z.array(z.object({ line: z.int(), function: z.string(), source: z.string() })).optional(),
  hint: z.string().optional(),
  /** True when the fault is the platform's and the same job may succeed if sent again. */
  retryable: z.boolean().optional(),
})
export type CardError = z.infer<typeof CardError>

export const CardTimings = z.object({
  queueMs: z.number(),
  sliceMs: z.number(),
  startMs: z.number(),
  loadMs: z.number(),
  userMs: z.number(),
  serialiseMs: z.number(),
  totalMs: z.number(),
})
export type CardTimings = z.infer<typeof CardTimings>

export const CardResult = z.object({
  display: MimeBundle.optional(),
  error: CardError.optional(),
  stdout: z.string(),
  warnings: z.array(z.string()),
  /** Summed over the card's inputs: rows of the dataset versions, rows after filters. */
  inputRows: z.int().nonnegative(),
  filteredRows: z.int().nonnegative(),
  /** From HTMLResult: the columns a card says it used, and whether filters make sense for it. */
  usedColumns: z.array(z.string()).optional(),
  filterApplicable: z.boolean().optional(),
  timings: CardTimings,
})
export type CardResult = z.infer<typeof CardResult>

export const RenderEvent = z.union([
  z.strictObject({ key: z.string(), result: CardResult }),
  z.strictObject({ done: z.literal(true) }),
])
export type RenderEvent = z.infer<typeof RenderEvent>

export const TextEncoding = z.enum([
  "utf-8",
  "utf-16le",
  "utf-16be",
  "cp932",
  "euc_jp",
  "windows-1252",
  "iso-8859-1",
  "gb18030",
])
export type TextEncoding = z.infer<typeof TextEncoding>

/** Which of 01/02/2024 is the day. */
export const DateOrder = z.enum(["day_first", "month_first"])
export type DateOrder = z.infer<typeof DateOrder>

/** All optional: what is absent is detected, and reported in the answer. Parquet files have only `types` and `sortBy`. */
export const ImportOptions = z.strictObject({
  encoding: TextEncoding.optional(),
  delimiter: z.string().length(1).optional(),
  /** The mark before decimals. With a comma, points group thousands. */
  decimal: z.enum([".", ","]).optional(),
  header: z.boolean().optional(),
  /** Lines above the header (or above the first row, without one) that are not data. */
  skipLines: z.int().min(0).max(1000).optional(),
  /** The cells that mean "empty" in columns whose other values are numbers, dates or booleans. The empty field always does. */
  nullTokens: z.array(z.string().min(1).max(50)).max(50).optional(),
  /** Of dates that do not begin with the year. */
  dateOrder: DateOrder.optional(),
  /** By column name, as the answer names it. A value that does not fit is a refusal with its line. */
  types: z.record(z.string(), Column.shape.type).optional(),
  /** The column whose order the rows are stored in; null = as they come; absent = the main date column, where that pays. */
  sortBy: z.string().nullable().optional(),
})
export type ImportOptions = z.infer<typeof ImportOptions>

/** How a text file is written, as given or detected. */
export const Dialect = z.object({
  encoding: TextEncoding,
  delimiter: z.string(),
  decimal: z.enum([".", ","]),
  header: z.boolean(),
  skipLines: z.int().nonnegative(),
  nullTokens: z.array(z.string()),
  dateOrder: DateOrder.nullable(),
})
export type Dialect = z.infer<typeof Dialect>

export const FileFormat = z.enum(["csv", "parquet"])
export type FileFormat = z.infer<typeof FileFormat>

/** POST /v1/import → NDJSON of ImportEvent. Idempotent: the same request writes the same object again. */
export const ImportRequest = z.strictObject({
  requestId: z.string(),
  principal: z.string(),
  priority: JobPriority,
  runId: RunId,
  datasetId: DatasetId,
  dataVersionId: DataVersionId,
  uploadId: UploadId,
  filename: z.string(),
  options: ImportOptions,
  /** The version whose rows come first in the new one; absent = the file alone. Its column types hold. */
  appendTo: DataVersionId.optional(),
})
export type ImportRequest = z.infer<typeof ImportRequest>

export const ImportStage = z.enum([
  "queued",
  "fetching",
  "checking",
  "converting",
  "running",
  "sorting",
  "profiling",
  "storing",
  "publishing",
])
export type ImportStage = z.infer<typeof ImportStage>

/** `done` and `total` are bytes of the file, 0 of 0 where a stage has no measure; `rows` those read so far. */
export const ImportProgress = z.object({
  stage: ImportStage,
  done: z.int().nonnegative(),
  total: z.int().nonnegative(),
  rows: z.int().nonnegative().optional(),
})
export type ImportProgress = z.infer<typeof ImportProgress>

export const ImportReport = z.object({
  columns: z.array(Column),
  rowCount: z.int().nonnegative(),
  sizeBytes: z.int().nonnegative(),
  /** What was done to the file that its author may want to know: renamed headers, columns kept as text and why. */
  warnings: z.array(z.string()),
  format: FileFormat,
  /** null of a Parquet file. */
  dialect: Dialect.nullable(),
  /** The column the rows are ordered by; null = as they came. */
  sortedBy: z.string().nullable(),
  /** The SHA-256 of the Parquet object, hexadecimal. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
})
export type ImportReport = z.infer<typeof ImportReport>

/**
 * POST /v1/inspect → what a file looks like, from its first bytes alone: nothing is kept but the upload itself.
 * `sizeBytes` is the whole file's, of which the upload may hold only the head.
 */
export const InspectRequest = z.strictObject({
  requestId: z.string(),
  principal: z.string(),
  uploadId: UploadId,
  filename: z.string(),
  sizeBytes: z.int().nonnegative(),
  options: ImportOptions,
})
export type InspectRequest = z.infer<typeof InspectRequest>

/** At most 100 rows. Types are those of the bytes seen: the import looks at all of them. */
export const Inspection = z.object({
  format: FileFormat,
  compression: z.enum(["none", "gzip"]),
  dialect: Dialect.nullable(),
  /** Empty for a Parquet file of which only the head is there: its schema stands at its end. */
  columns: z.array(Column),
  rows: z.array(z.array(Cell)),
  /** The text of the same cells, as written: what a change of type would be judged by. */
  texts: z.array(z.array(z.string())),
  /** The first lines of the file as they are, for choosing where the header stands. At most 20. */
  lines: z.array(z.string()),
  warnings: z.array(z.string()),
  /** Columns of dates and times, the suggestion for `sortBy` first. */
  sortCandidates: z.array(z.string()),
  /** Whether the rows seen are the whole file. */
  complete: z.boolean(),
})
export type Inspection = z.infer<typeof Inspection>

/** A bar of a histogram or a frequent value. */
export const ValueCount = z.object({ value: Cell, count: z.int().nonnegative() })
export type ValueCount = z.infer<typeof ValueCount>

/** What one column holds, over all rows. */
export const ColumnProfile = z.object({
  name: z.string(),
  type: Column.shape.type,
  nullCount: z.int().nonnegative(),
  /** Exact up to 10,000, an estimate (within a few percent) beyond: `distinctIsExact` says which. */
  distinctCount: z.int().nonnegative(),
  distinctIsExact: z.boolean(),
  min: Cell,
  max: Cell,
  /** Of numbers; null elsewhere. */
  mean: z.number().nullable(),
  /** Most frequent first, at most 10; empty when (nearly) every value is different. Long text is cut to 200 characters. */
  topValues: z.array(ValueCount),
  /** Numbers, dates and times: at most 20 bars of equal width. `from` is included, `to` only in the last bar. */
  histogram: z.array(z.object({ from: Cell, to: Cell, count: z.int().nonnegative() })),
})
export type ColumnProfile = z.infer<typeof ColumnProfile>

/** Stored beside a version's data, written by its import. */
export const DataProfile = z.object({ rowCount: z.int().nonnegative(), columns: z.array(ColumnProfile) })
export type DataProfile = z.infer<typeof DataProfile>

/**
 * POST /v1/export → the rows as CSV (text/csv, UTF-8, CRLF, RFC 4180), streamed. Text that a spreadsheet would take for
 * a formula gets an apostrophe before it; numbers never do.
 */
export const ExportRequest = z.strictObject({
  requestId: z.string(),
  principal: z.string(),
  datasetId: DatasetId,
  dataVersionId: DataVersionId,
})
export type ExportRequest = z.infer<typeof ExportRequest>

/** Why a file was refused: what is wrong, where, and what to do. */
export const ImportFailure = z.object({
  code: z.enum(["invalid_file", "too_large", "cancelled", "timeout", "memory_limit", "internal"]),
  message: z.string(),
  /** 1-based line of the file, counting the header. */
  line: z.int().positive().optional(),
  column: z.string().optional(),
  retryable: z.boolean(),
})
export type ImportFailure = z.infer<typeof ImportFailure>

export const ImportEvent = z.union([
  z.strictObject({ progress: ImportProgress }),
  z.strictObject({ report: ImportReport }),
  z.strictObject({ failure: ImportFailure }),
])
export type ImportEvent = z.infer<typeof ImportEvent>

/** A dataset version a transform reads, whole. */
export const TransformInput = z.strictObject({
  alias: z.string().min(1),
  datasetId: DatasetId,
  dataVersionId: DataVersionId,
})
export type TransformInput = z.infer<typeof TransformInput>

const TransformJob = {
  requestId: z.string(),
  principal: z.string(),
  priority: JobPriority,
  timezone: z.string(),
  language: CardLanguage,
  code: z.string(),
  inputs: z.array(TransformInput).min(1).max(16),
  params: JsonObject,
}

/** POST /v1/transform → NDJSON of TransformEvent. Idempotent: the same request writes the same object again. */
export const TransformRequest = z.strictObject({
  ...TransformJob,
  runId: RunId,
  /** The output. */
  datasetId: DatasetId,
  dataVersionId: DataVersionId,
})
export type TransformRequest = z.infer<typeof TransformRequest>

export const TransformReport = ImportReport.omit({ format: true, dialect: true }).extend({
  /** Rows of all inputs together. */
  inputRows: z.int().nonnegative(),
  peakMemoryBytes: z.int().nonnegative(),
})
export type TransformReport = z.infer<typeof TransformReport>

/** Why a transform made nothing. `retryable`: the fault is the platform's. Otherwise it is the author's, and says where. */
export const TransformFailure = CardError.omit({ code: true, retryable: true }).extend({
  code: z.enum([...CardErrorCode.options, "invalid_output", "internal"]),
  retryable: z.boolean(),
  /** Where a process ran. */
  peakMemoryBytes: z.int().nonnegative().optional(),
})
export type TransformFailure = z.infer<typeof TransformFailure>

export const TransformEvent = z.union([
  z.strictObject({ progress: ImportProgress }),
  /** What the code printed since the last of these. */
  z.strictObject({ log: z.string() }),
  z.strictObject({ report: TransformReport }),
  z.strictObject({ failure: TransformFailure }),
])
export type TransformEvent = z.infer<typeof TransformEvent>

/** POST /v1/transform/preview → TransformPreview. Runs on the first `sampleRows` rows of each input and keeps nothing. */
export const TransformPreviewRequest = z.strictObject({ ...TransformJob, sampleRows: z.int().min(1).max(1_000_000) })
export type TransformPreviewRequest = z.infer<typeof TransformPreviewRequest>

export const TransformPreview = z.object({
  columns: z.array(Column),
  /** At most 100. */
  rows: z.array(z.array(Cell)),
  /** Of the output on the sample. */
  rowCount: z.int().nonnegative(),
  inputs: z.array(
    z.object({ alias: z.string(), sampledRows: z.int().nonnegative(), totalRows: z.int().nonnegative() }),
  ),
  stdout: z.string(),
  warnings: z.array(z.string()),
  error: TransformFailure.optional(),
  totalMs: z.number(),
})
export type TransformPreview = z.infer<typeof TransformPreview>

const DataVersionRef = {
  requestId: z.string(),
  principal: z.string(),
  datasetId: DatasetId,
  dataVersionId: DataVersionId,
}

/** POST /v1/preview → the first rows of a dataset version. */
export const PreviewRequest = z.strictObject({ ...DataVersionRef, limit: z.int().min(0).max(1000) })
export type PreviewRequest = z.infer<typeof PreviewRequest>
export const PreviewResponse = z.object({
  columns: z.array(Column),
  rows: z.array(z.array(Cell)),
  totalRows: z.int().nonnegative(),
})
export type PreviewResponse = z.infer<typeof PreviewResponse>

/** POST /v1/values → a column's distinct values with counts, most frequent first; null is the empty cell. */
export const ValuesRequest = z.strictObject({
  ...DataVersionRef,
  column: z.string(),
  /** Only the rows for which all of them hold are looked at. */
  predicates: z.array(Predicate).max(100).optional(),
  /** By default that of what somebody waits for as they type. */
  priority: JobPriority.optional(),
  /** Case-insensitive, literal. */
  query: z.string().max(1000),
  limit: z.int().min(1).max(1000),
})
export type ValuesRequest = z.infer<typeof ValuesRequest>
export const ValuesResponse = z.object({
  values: z.array(z.object({ value: Cell, count: z.int().nonnegative() })),
  /** Distinct values that match, beyond those given too. */
  totalValues: z.int().nonnegative(),
  /** Of the whole column, for range filters; null when empty or not ordered. */
  min: Cell,
  max: Cell,
})
export type ValuesResponse = z.infer<typeof ValuesResponse>

/** GET /health of the executor. `sandbox.ok: false` says why every job is refused. */
export const ExecutorHealth = z.object({
  ok: z.boolean(),
  sandbox: z.object({
    ok: z.boolean(),
    reason: z.string().nullable(),
    /** The limit around the sandbox as a whole; each job's own limits hold in any case. */
    controlGroup: z.enum(["v2", "v1", "none"]).optional(),
  }),
  queue: z.object({ running: z.int(), waiting: z.int(), limit: z.int() }),
  runtimeVersion: z.string(),
})
export type ExecutorHealth = z.infer<typeof ExecutorHealth>

/** The executor's own refusals. `unavailable` carries Retry-After. */
export const ExecutorRefusal = z.object({
  error: z.object({
    code: z.enum(["unauthorized", "validation_failed", "not_found", "too_large", "unavailable", "internal"]),
    message: z.string(),
  }),
})
export type ExecutorRefusal = z.infer<typeof ExecutorRefusal>
