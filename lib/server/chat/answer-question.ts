import "server-only"
import { isStepCount, streamText, type ModelMessage } from "ai"
import { MAX_STEPS, MAX_TOOL_CALLS } from "#lib/domain/chat-limits.ts"
import type { ChatMessage, ChatMetadata } from "#lib/domain/chat.ts"
import { checkFigures } from "#lib/domain/check-figures.ts"
import { compactParts } from "#lib/domain/compact-parts.ts"
import { log } from "../log.ts"
import { webEnv } from "../web-env.ts"
import { bindTools, type ToolSession } from "./bind-tools.ts"
import { chatModel, chatStatus } from "./chat-model.ts"
import { addUsage } from "./chat-usage-store.ts"
import { AnswerCollector, type ChatChunk } from "./collect-answer.ts"
import { chatDay, tokensLeft } from "./count-question.ts"
import { failureForLog, failureForPublic, modelFailure } from "./model-failure.ts"
import { INSTRUCTIONS } from "./prompt.ts"

/** What one answer may cost, read and written together. */
const MAX_ANSWER_TOKENS = 250_000
const MAX_OUTPUT_TOKENS = 8192
const TOTAL_MS = 240_000

type Answering = {
  session: Omit<ToolSession, "onAccessLost">
  question: string
  prompt: ModelMessage[]
  messageId: string
  /** Writes the answer down, however it ended. */
  save: (message: ChatMessage) => Promise<void>
}

/**
 * Has the model answer a question, and streams what it does as chunks of a UI message: prose, look-ups, then the check
 * of its figures. The answer is saved also when the reader has left, the model broke off, or nothing came of it.
 */
export async function* answerQuestion(answering: Answering, signal: AbortSignal): AsyncGenerator<ChatChunk> {
  const { session, prompt, messageId } = answering
  const { asker } = session.reader
  const collector = new AnswerCollector()
  const lost = new AbortController()
  const ends: {
    accessLost: boolean
    failure: unknown
    capped: boolean
    spent: boolean
    cut: boolean
    timedOut: boolean
  } = {
    accessLost: false,
    failure: null,
    capped: false,
    spent: false,
    cut: false,
    timedOut: false,
  }
  const isPerson = asker.kind === "person"
  const metadata: ChatMetadata = {
    createdAt: new Date().toISOString(),
    // What is set up how is not for the public.
    ...(isPerson && { model: chatStatus().model ?? "" }),
  }
  const usage = { inputTokens: 0, outputTokens: 0 }
  const earlierResults = session.results.length
  const budget = Math.min(MAX_ANSWER_TOKENS, await tokensLeft(asker))
  const tools: ToolSession = {
    ...session,
    onAccessLost: () => {
      ends.accessLost = true
      lost.abort()
    },
  }
  const silenceMs = webEnv().CARDLOOM_CHAT_SILENCE_SECONDS * 1000
  let isConcluded = false
  let isSaved = false
  const finish = async (): Promise<void> => {
    if (isSaved) return
    isSaved = true
    const parts = compactParts(collector.collected)
    await answering.save({ id: messageId, role: "assistant", metadata: { ...metadata, usage }, parts })
  }
  try {
    yield { type: "start", messageId, messageMetadata: metadata }
    const { stream } = streamText({
      model: chatModel(),
      instructions: INSTRUCTIONS,
      messages: prompt,
      tools: bindTools(tools),
      toolCallConcurrency: 2,
      stopWhen: isStepCount(MAX_STEPS),
      // With nothing left to look up with, the model has to say what it knows.
      prepareStep: ({ stepNumber, steps }) => {
        const spent = steps.reduce(
          (sum, step) => sum + (step.usage.inputTokens ?? 0) + (step.usage.outputTokens ?? 0),
          0,
        )
        const isSpent = spent >= budget
        ends.spent = isSpent
        ends.capped = stepNumber >= MAX_STEPS - 1 || tools.toolCalls >= MAX_TOOL_CALLS || isSpent
        return ends.capped ? { toolChoice: "none" } : {}
      },
      maxOutputTokens: MAX_OUTPUT_TOKENS,
      maxRetries: 1,
      timeout: { totalMs: TOTAL_MS, firstChunkMs: 2 * silenceMs, chunkMs: silenceMs },
      abortSignal: AbortSignal.any([signal, lost.signal]),
      // Errors are parts of the stream, too.
      onError: () => {},
    })
    for await (const part of stream) {
      if (part.type === "error" && !isStubborn(part.error)) ends.failure ??= part.error
      if (part.type === "abort") ends.timedOut = !signal.aborted && !ends.accessLost
      if (part.type === "finish-step") {
        const { inputTokens = 0, outputTokens = 0 } = part.usage
        usage.inputTokens += inputTokens
        usage.outputTokens += outputTokens
        ends.cut ||= part.finishReason === "interrupted" || part.finishReason === "length"
        await addUsage(chatDay(), asker, { inputTokens, outputTokens })
      }
      for (const chunk of collector.take(part)) yield chunk
    }
    for (const chunk of conclude()) yield chunk
    await finish()
    yield { type: "finish", messageMetadata: { ...metadata, usage } }
  } catch (error) {
    if (!signal.aborted) {
      ends.failure = error
      for (const chunk of conclude()) yield chunk
      await finish()
      yield { type: "finish", messageMetadata: { ...metadata, usage } }
    }
  } finally {
    // The reader has left: what there is so far is theirs to find.
    if (!isSaved) {
      conclude()
      await finish().catch((error: unknown) => log.error({ err: error }, "an answer could not be saved"))
    }
    await addUsage(chatDay(), asker, { toolCalls: tools.toolCalls })
  }

  /** The check of the figures, and why the answer is not whole. */
  function conclude(): ChatChunk[] {
    if (isConcluded) return []
    isConcluded = true
    const chunks: ChatChunk[] = []
    const texts = collector.prose
    const hasProse = texts.some((text) => text.trim() !== "")
    if (hasProse) {
      const { results } = tools
      const check = checkFigures({
        texts,
        results,
        ownResults: results.length - earlierResults,
        question: answering.question,
      })
      chunks.push(collector.add({ type: "data-check", data: check }))
    }
    if (ends.accessLost)
      chunks.push(collector.notice("access_lost", "You may no longer see this, so the answer stops here."))
    else if (signal.aborted) chunks.push(collector.notice("stopped", "This answer was stopped."))
    else if (ends.failure !== null || ends.timedOut) {
      const failure = modelFailure(ends.timedOut ? "timeout" : ends.failure)
      const { code, message } = isPerson ? failure : failureForPublic(failure)
      log.warn({ code, ...(!ends.timedOut && { failure: failureForLog(ends.failure) }) }, "the model did not answer")
      chunks.push(collector.notice(code, message))
    } else if (ends.cut)
      chunks.push(collector.notice("cut", "The model broke off in the middle. Ask again for the whole answer."))
    else if (!hasProse && ends.spent)
      chunks.push(collector.notice("tokens", "This took more reading than an answer may. Ask for less at once."))
    else if (!hasProse && ends.capped)
      chunks.push(
        collector.notice("steps", "The model looked things up without coming to an answer. Ask for less at once."),
      )
    else if (!hasProse)
      chunks.push(collector.notice("empty", "The model gave no answer. Ask again, perhaps in other words."))
    return chunks
  }
}

/** A model that asks for tools when it is to conclude has come to no answer: that is no failure of its service. */
const isStubborn = (error: unknown): boolean => error instanceof Error && error.name === "AI_ToolChoiceViolationError"
