/** The part of Vertex AI's protocol that Cardloom's requests use: POST …/models/<model>:streamGenerateContent. */
import { z } from "zod"

const Part = z.object({
  text: z.string().optional(),
  functionCall: z.object({ name: z.string(), args: z.unknown() }).optional(),
  functionResponse: z.object({ name: z.string(), response: z.unknown() }).optional(),
})

export const GenerateRequest = z.object({
  contents: z.array(z.object({ role: z.enum(["user", "model"]).optional(), parts: z.array(Part) })),
  systemInstruction: z.object({ parts: z.array(z.object({ text: z.string() })) }).optional(),
  tools: z.array(z.object({ functionDeclarations: z.array(z.object({ name: z.string() })).optional() })).optional(),
  toolConfig: z.object({ functionCallingConfig: z.object({ mode: z.string() }).optional() }).optional(),
  generationConfig: z.record(z.string(), z.unknown()).optional(),
})
export type GenerateRequest = z.infer<typeof GenerateRequest>

export type Call = { name: string; args: unknown }

/** What a scripted model answers to one request. */
export type Reply =
  | { text?: string; calls?: Call[] }
  | { status: number; error: string }
  /** Some words, then nothing more: the connection stays open, is cut, or sends what is no JSON. */
  | { text: string; ending: "hangs" | "cuts" | "garbles" }

const WORD = /\S+\s*/g

/** The chunks of a reply as server-sent events carry them: prose by the word, then each call, then the end. */
export function* chunksOf(reply: { text?: string; calls?: Call[] }, promptTokens: number): Generator<object> {
  const words = reply.text?.match(WORD) ?? []
  for (const word of words) yield chunk([{ text: word }])
  for (const call of reply.calls ?? []) yield chunk([{ functionCall: call, thoughtSignature: "c2lnbmF0dXJl" }])
  const candidatesTokenCount = words.length + JSON.stringify(reply.calls ?? []).length / 4
  yield {
    candidates: [{ content: { role: "model", parts: [{ text: "" }] }, finishReason: "STOP", index: 0 }],
    usageMetadata: {
      promptTokenCount: promptTokens,
      candidatesTokenCount: Math.ceil(candidatesTokenCount),
      totalTokenCount: promptTokens + Math.ceil(candidatesTokenCount),
    },
    modelVersion: "fake",
    responseId: "fake-response",
  }
}

export const chunk = (parts: object[]): object => ({ candidates: [{ content: { role: "model", parts }, index: 0 }] })
