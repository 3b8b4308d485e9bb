/** Code that the model proposes for a card: the platform has run it, and the person takes it or leaves it. */
import { z } from "zod"
import { CardTrial } from "./card.ts"
import { ChartSpec } from "./chart.ts"
import { Filter, FilterValues } from "./filter.ts"
import { CardError } from "./job-contract.ts"
import { CardPreview } from "./render-line.ts"

/** `instruction`: what the card is to show, or be changed to. Without one, its `error` is to be mended. */
export const AssistRequest = CardTrial.safeExtend({
  // Whoever wants a card written has no code yet.
  code: z.string().max(100_000),
  instruction: z.string().trim().max(4000).default(""),
  error: CardError.optional(),
  filters: FilterValues.default({}),
  filterDefinitions: z.array(Filter).max(30).default([]),
}).refine(({ instruction, error }) => instruction !== "" || error !== undefined, {
  path: ["instruction"],
  message: "say what the card is to show, or send the error that is to be mended",
})
export type AssistRequest = z.infer<typeof AssistRequest>

export const AssistProposal = z.object({
  code: z.string(),
  /** For a SQL card; null = as it is. */
  chart: ChartSpec.nullable(),
  /** What was changed, and why. */
  explanation: z.string(),
  /** What the proposed code shows, or how it still fails. */
  preview: CardPreview,
  /** How often code was written and run. */
  rounds: z.int().positive(),
})
export type AssistProposal = z.infer<typeof AssistProposal>

/** A line of the answer's stream. The last is `proposal` or `failure`; without it the stream was cut. */
export const AssistLine = z.union([
  z.object({ round: z.int().positive(), stage: z.enum(["writing", "running"]) }),
  z.object({ proposal: AssistProposal }),
  z.object({ failure: z.object({ message: z.string() }) }),
])
export type AssistLine = z.infer<typeof AssistLine>
