/** What comes out of the sandbox. Everything a sealed process says is hostile input until it has passed these. */
import { z } from "zod"

/** A failure of the job rather than of the author's code. `message` is for the log unless the code is known. */
const SandboxFailure = z.looseObject({
  type: z.literal("failure"),
  code: z.string().max(64),
  message: z.string().max(20_000),
})
export type SandboxFailure = z.infer<typeof SandboxFailure>

const SliceCut = z.object({
  /** Which of the files it was asked to fill. */
  part: z.int().nonnegative(),
  sizes: z
    .object({ inputRows: z.int().nonnegative(), filteredRows: z.int().nonnegative(), sizeBytes: z.int().nonnegative() })
    .optional(),
  failure: SandboxFailure.optional(),
})
/** One file of a slice job, ready or failed. */
export type SliceCut = z.infer<typeof SliceCut>

export const SealedMessage = z.discriminatedUnion("type", [
  // `reused`: the process has served another card of the same share before.
  z.object({ type: z.literal("started"), reused: z.boolean().optional() }),
  z.object({
    type: z.literal("progress"),
    stage: z.string().max(64),
    done: z.int().nonnegative(),
    total: z.int().nonnegative(),
    rows: z.int().nonnegative().optional(),
  }),
  // What the author's code has printed since the last of these.
  z.object({ type: z.literal("log"), text: z.string().max(200_000) }),
  z.object({ type: z.literal("cuts"), cuts: z.array(SliceCut).max(64) }),
  // The answer's own fields lie beside `type`; whoever asked checks them.
  z.looseObject({ type: z.literal("result") }),
  SandboxFailure,
])
export type SealedMessage = z.infer<typeof SealedMessage>
export type SealedProgress = Extract<SealedMessage, { type: "progress" }>

/** How a job's process ended, by the word of the zygote. */
export const ExitReport = z.object({
  type: z.literal("exit"),
  job: z.string(),
  reason: z.enum([
    "done",
    "timeout",
    "disconnected",
    "crashed",
    "killed",
    "out_of_memory",
    "scratch_full",
    "missing_file",
  ]),
  reused: z.boolean().optional(),
  signal: z.int().nullish(),
  cpuMs: z.number().optional(),
  maxRssBytes: z.number().optional(),
})
export type ExitReport = z.infer<typeof ExitReport>

export const ControlMessage = z.discriminatedUnion("type", [
  z.object({ type: z.literal("ready"), baseBytes: z.number() }),
  ExitReport,
])

/** Files by id: the zygote derives the paths. */
export type FileRef = { kind: "data" | "upload" | "slice"; id: string }

export type SandboxJob = {
  kind: "card" | "preview" | "values" | "inspect" | "import" | "export" | "transform" | "slice" | "probe"
  deadlineMs: number
  memoryBytes: number
  files: FileRef[]
  /** Cards with the same name here may follow each other in one process; see share-groups.ts. */
  share?: string
  /** The names of the files this job fills; slice jobs only. */
  slices?: string[]
  /** The scratch folder this job may write, and how much; imports, exports and transforms only. */
  scratch?: string
  scratchBytes?: number
  body: unknown
  /** All that the job may answer, in bytes. */
  answerBytes: number
}

/** Who listens while a job runs, and may end it. */
export type JobListener = {
  signal?: AbortSignal
  onProgress?: (progress: SealedProgress) => void
  onLog?: (text: string) => void
  onCuts?: (cuts: SliceCut[]) => void
}

export type SandboxOutcome =
  | ({ ok: true; result: unknown } & Circumstances)
  | ({ ok: false; reason: FailureReason; failure?: SandboxFailure; exit?: ExitReport } & Circumstances)

/** `started`: the process took the job up. `reused`: it had served another card before. Both by the process's own word. */
type Circumstances = { startMs: number; runMs: number; started: boolean; reused: boolean; answerBytes: number }

/** `lost`: the zygote went away. `malformed`: the process broke the protocol. `failed`: it said so itself. */
export type FailureReason =
  | Exclude<ExitReport["reason"], "done">
  | "cancelled"
  | "answer_too_large"
  | "malformed"
  | "silent"
  | "failed"
  | "lost"
