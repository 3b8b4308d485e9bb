import { z } from "zod"
import type { Zygote } from "./zygote.ts"

/** What the probe job must have tried: an old or cut-down probe is no proof. */
const EXPECTED = [
  "network socket",
  "unix socket",
  "new process",
  "program",
  "process list",
  "host files",
  "dataset files",
  "other cards' slices",
  "kernel settings",
  "devices",
  "write to the runtime",
  "write to the root",
  "mount",
  "user namespace",
  "trace",
  "anonymous file",
  "io_uring",
  "resource limit",
  "capabilities",
  "file modes",
  "environment",
]

const ProbeResult = z.looseObject({
  attempts: z.array(z.object({ name: z.string(), refused: z.boolean(), detail: z.string() })),
})

/** Why the sandbox must not be used, or null when every attempt to get out of it was refused. */
export async function findEscape(zygote: Zygote): Promise<string | null> {
  const job = zygote.run({
    kind: "probe",
    deadlineMs: 30_000,
    memoryBytes: 512 * 1024 ** 2,
    files: [],
    body: {},
    answerBytes: 64 * 1024,
  })
  const outcome = await job.outcome
  if (!outcome.ok) return `The sandbox's self-test did not finish (${outcome.reason}).`
  const parsed = ProbeResult.safeParse(outcome.result)
  if (!parsed.success) return "The sandbox's self-test gave no readable answer."
  return judgeAttempts(parsed.data.attempts)
}

export function judgeAttempts(attempts: { name: string; refused: boolean; detail: string }[]): string | null {
  const escaped = attempts.filter((attempt) => !attempt.refused)
  if (escaped.length > 0)
    return `The sandbox does not hold on this host: a sealed process got at ${escaped.map((attempt) => attempt.name).join(", ")}.`
  const missing = EXPECTED.filter((name) => !attempts.some((attempt) => attempt.name === name))
  if (missing.length > 0) return `The sandbox's self-test did not try: ${missing.join(", ")}.`
  return null
}
