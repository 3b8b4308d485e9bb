import "server-only"
import type { TextStreamPart, ToolSet, UIMessageChunk } from "ai"
import { ChatPart, type ChatDataParts, type ChatMetadata, type ChatNotice } from "#lib/domain/chat.ts"
import { CHAT_TOOLS } from "#lib/domain/chat-tools.ts"

export type ChatChunk = UIMessageChunk<ChatMetadata, ChatDataParts>

const BAD_CALL = "The model's request could not be made sense of."

/**
 * Turns what the model streams into what the reader is sent, and keeps it as history will have it: prose, tool calls
 * and their results. The model's thoughts and its provider's marks stay here.
 */
export class AnswerCollector {
  private readonly parts: ChatPart[] = []
  private readonly texts = new Map<string, { type: "text"; text: string }>()
  private readonly calls = new Map<string, unknown>()

  /** What there is so far: the same text parts, in the same order, as the reader was sent. */
  get collected(): readonly ChatPart[] {
    return this.parts
  }

  /** The prose, part by part. */
  get prose(): string[] {
    return this.collected.flatMap((part) => (part.type === "text" ? part.text : []))
  }

  take(part: TextStreamPart<ToolSet>): ChatChunk[] {
    switch (part.type) {
      case "start-step":
        return [{ type: "start-step" }]
      case "finish-step":
        return [{ type: "finish-step" }]
      case "text-delta":
        return this.takeText(part.id, part.text)
      case "text-end":
        return this.texts.has(part.id) ? [{ type: "text-end", id: part.id }] : []
      case "tool-input-start":
        return part.toolName in CHAT_TOOLS
          ? [{ type: "tool-input-start", toolCallId: part.id, toolName: part.toolName }]
          : []
      case "tool-call": {
        const { toolCallId, toolName, input } = part
        if (!(toolName in CHAT_TOOLS)) return []
        if (part.invalid) return this.takeFailure(toolCallId, toolName, input)
        this.calls.set(toolCallId, input)
        return [{ type: "tool-input-available", toolCallId, toolName, input }]
      }
      case "tool-result": {
        const { toolCallId, toolName, output } = part
        this.keep({
          type: `tool-${toolName}`,
          toolCallId,
          state: "output-available",
          input: this.calls.get(toolCallId),
          output,
        })
        return [{ type: "tool-output-available", toolCallId, output }]
      }
      case "tool-error":
        if (!(part.toolName in CHAT_TOOLS) || !this.calls.has(part.toolCallId)) return []
        this.keep(failedCall(part.toolCallId, part.toolName, part.input))
        return [{ type: "tool-output-error", toolCallId: part.toolCallId, errorText: BAD_CALL }]
      default:
        return []
    }
  }

  /** Something that the platform says beside the prose. */
  add(part: Extract<ChatPart, { type: "data-check" | "data-notice" }>): ChatChunk {
    this.parts.push(part)
    return part
  }

  notice(code: ChatNotice["code"], message: string): ChatChunk {
    return this.add({ type: "data-notice", data: { code, message } })
  }

  private takeText(id: string, delta: string): ChatChunk[] {
    const known = this.texts.get(id)
    if (known) {
      known.text += delta
      return [{ type: "text-delta", id, delta }]
    }
    const text = { type: "text" as const, text: delta }
    this.texts.set(id, text)
    this.parts.push(text)
    return [
      { type: "text-start", id },
      { type: "text-delta", id, delta },
    ]
  }

  private takeFailure(toolCallId: string, toolName: string, input: unknown): ChatChunk[] {
    this.keep(failedCall(toolCallId, toolName, input))
    return [{ type: "tool-input-error", toolCallId, toolName, input, errorText: BAD_CALL }]
  }

  /** What does not fit the schemas of history is not kept: it could not be read again. */
  private keep(part: object): void {
    const parsed = ChatPart.safeParse(part)
    if (parsed.success) this.parts.push(parsed.data)
  }
}

const failedCall = (toolCallId: string, toolName: string, rawInput: unknown) => ({
  type: `tool-${toolName}`,
  toolCallId,
  state: "output-error",
  rawInput,
  errorText: BAD_CALL,
})
