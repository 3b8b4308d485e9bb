import { availableParallelism, totalmem } from "node:os"
import { z } from "zod"

const MB = 1024 ** 2
const GB = 1024 ** 3

type Variables = Record<string, string | undefined>

const bytes = (fallback: number) => z.coerce.number().int().min(MB).default(fallback)
const milliseconds = (fallback: number) => z.coerce.number().int().min(1).default(fallback)

const Environment = z.object({
  EXECUTOR_HOST: z.string().min(1).default("127.0.0.1"),
  EXECUTOR_PORT: z.coerce.number().int().min(0).max(65535),
  EXECUTOR_TOKEN: z.string().min(32, "must have at least 32 characters"),
  EXECUTOR_WORK_DIR: z.string().min(1).optional(),
  CARDLOOM_PYTHON: z.string().min(1, "must name the folder of the Python environment"),
  /** Used when the executor runs as root: nothing sandboxed ever does. */
  EXECUTOR_SANDBOX_UID: z.coerce.number().int().min(1).default(65534),
  EXECUTOR_CONCURRENCY: z.coerce.number().int().min(1).max(256).default(availableParallelism()),
  EXECUTOR_QUEUE_LIMIT: z.coerce.number().int().min(1).default(200),
  EXECUTOR_CARD_TIMEOUT_MS: milliseconds(10_000),
  EXECUTOR_CARD_MEMORY_BYTES: bytes(2 * GB),
  EXECUTOR_CARD_OUTPUT_BYTES: bytes(5 * MB),
  EXECUTOR_CARD_TMP_BYTES: bytes(64 * MB),
  EXECUTOR_IMPORT_TIMEOUT_MS: milliseconds(30 * 60_000),
  EXECUTOR_IMPORT_MEMORY_BYTES: bytes(4 * GB),
  EXECUTOR_IMPORT_SCRATCH_BYTES: bytes(20 * GB),
  /** What a compressed file may unfold to. */
  EXECUTOR_IMPORT_TEXT_BYTES: bytes(50 * GB),
  EXECUTOR_TRANSFORM_TIMEOUT_MS: milliseconds(300_000),
  EXECUTOR_TRANSFORM_MEMORY_BYTES: bytes(4 * GB),
  EXECUTOR_TRANSFORM_OUTPUT_BYTES: bytes(10 * GB),
  EXECUTOR_TRANSFORM_PREVIEW_TIMEOUT_MS: milliseconds(60_000),
  EXECUTOR_SLICE_TIMEOUT_MS: milliseconds(60_000),
  EXECUTOR_SLICER_MEMORY_BYTES: bytes(4 * GB),
  /** Filtered data kept in memory for cards to map. */
  EXECUTOR_SLICES_BYTES: bytes(Math.min(2 * GB, Math.floor(totalmem() / 4))),
  /** After so many jobs, or so long, a fresh zygote takes over. */
  EXECUTOR_RENEW_JOBS: z.coerce.number().int().min(1).default(20_000),
  EXECUTOR_RENEW_MINUTES: z.coerce.number().min(0.01).default(60),
  /** Dataset versions kept on local disk. */
  EXECUTOR_DATA_CACHE_BYTES: bytes(20 * GB),
  CARDLOOM_PARENT_WATCH: z.enum(["0", "1"]).default("0"),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"]).default("info"),
})

/** What the executor is told by its environment, in the words the code uses. */
export function parseConfig(environment: Variables) {
  const given = blanksAsAbsent(environment)
  const parsed = Environment.safeParse(given)
  if (!parsed.success) throw new ConfigError(parsed.error.issues.map((issue) => sentenceOf(issue, given)))
  const env = parsed.data
  return {
    host: env.EXECUTOR_HOST,
    port: env.EXECUTOR_PORT,
    token: env.EXECUTOR_TOKEN,
    workDirParent: env.EXECUTOR_WORK_DIR,
    pythonDir: env.CARDLOOM_PYTHON,
    sandboxUid: env.EXECUTOR_SANDBOX_UID,
    concurrency: env.EXECUTOR_CONCURRENCY,
    queueLimit: env.EXECUTOR_QUEUE_LIMIT,
    card: {
      timeoutMs: env.EXECUTOR_CARD_TIMEOUT_MS,
      memoryBytes: env.EXECUTOR_CARD_MEMORY_BYTES,
      outputBytes: env.EXECUTOR_CARD_OUTPUT_BYTES,
      tmpBytes: env.EXECUTOR_CARD_TMP_BYTES,
    },
    import: {
      timeoutMs: env.EXECUTOR_IMPORT_TIMEOUT_MS,
      memoryBytes: env.EXECUTOR_IMPORT_MEMORY_BYTES,
      scratchBytes: env.EXECUTOR_IMPORT_SCRATCH_BYTES,
      textBytes: env.EXECUTOR_IMPORT_TEXT_BYTES,
    },
    transform: {
      timeoutMs: env.EXECUTOR_TRANSFORM_TIMEOUT_MS,
      memoryBytes: env.EXECUTOR_TRANSFORM_MEMORY_BYTES,
      outputBytes: env.EXECUTOR_TRANSFORM_OUTPUT_BYTES,
      previewTimeoutMs: env.EXECUTOR_TRANSFORM_PREVIEW_TIMEOUT_MS,
    },
    slicer: {
      timeoutMs: env.EXECUTOR_SLICE_TIMEOUT_MS,
      memoryBytes: env.EXECUTOR_SLICER_MEMORY_BYTES,
      slicesBytes: env.EXECUTOR_SLICES_BYTES,
    },
    renewal: { jobs: env.EXECUTOR_RENEW_JOBS, ageMs: env.EXECUTOR_RENEW_MINUTES * 60_000 },
    dataCacheBytes: env.EXECUTOR_DATA_CACHE_BYTES,
    watchParent: env.CARDLOOM_PARENT_WATCH === "1",
    logLevel: env.LOG_LEVEL,
  }
}
export type Config = ReturnType<typeof parseConfig>

/** One sentence a mistake. */
export class ConfigError extends Error {
  readonly sentences: string[]
  constructor(sentences: string[]) {
    super(sentences.join("\n"))
    this.name = "ConfigError"
    this.sentences = sentences
  }
}

function blanksAsAbsent(environment: Variables): Variables {
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""))
}

function sentenceOf(issue: z.core.$ZodIssue, given: Variables): string {
  const name = issue.path.join(".")
  if (given[name] === undefined) return `${name} is not set; the executor needs it to start.`
  return `${name} is not usable: ${issue.message}.`
}
