/** Conversations about data: what is asked, what is answered, and how an answer's figures are vouched for. */
import { z } from "zod"
import { MAX_QUESTION_CHARACTERS } from "./chat-limits.ts"
import { CHAT_TOOLS, CitableResult } from "./chat-tools.ts"
import { ChartSpec } from "./chart.ts"
import { MimeBundle } from "./display.ts"
import { FilterValues } from "./filter.ts"
import { ConversationId, DashboardId, DatasetId, LinkId, QueryId, UserId } from "./ids.ts"
import { CardError } from "./job-contract.ts"

/** What a conversation is about. */
export const ChatSubjectId = z.union([DashboardId, DatasetId])
export type ChatSubjectId = z.infer<typeof ChatSubjectId>

const Question = z
  .string()
  .trim()
  .min(1, "ask something")
  .max(MAX_QUESTION_CHARACTERS, `must be at most ${MAX_QUESTION_CHARACTERS} characters: ask about one thing at a time`)

const asked = {
  /** Made by whoever begins the conversation: `newId("conv")`. */
  conversationId: ConversationId,
  /** The page's present filter values. A dataset's page has none. */
  filters: FilterValues.default({}),
}

/** A question, or the last one once more: what was answered to it (whole, cut or failed) is then forgotten. */
export const ChatRequest = z.union([
  z.strictObject({ ...asked, question: Question }),
  z.strictObject({ ...asked, retry: z.literal(true) }),
])
export type ChatRequest = z.infer<typeof ChatRequest>

/** A query that an answer rests on; `id` counts from 1 within the answer. */
export const Citation = z.object({ id: z.int().positive(), queryId: QueryId })
export type Citation = z.infer<typeof Citation>

/** A number in an answer's prose. */
export const Figure = z.object({
  /** Which of the message's text parts it stands in, from 0, and where: UTF-16 units of that part's Markdown. */
  part: z.int().nonnegative(),
  start: z.int().nonnegative(),
  end: z.int().positive(),
  /** As written. */
  text: z.string(),
  /** null: it stands in no result of this conversation, and is to be shown as unverified. */
  citationId: z.int().positive().nullable(),
  /** The cell it was found in, from 0; absent for the number of a result's rows. */
  cell: z.object({ row: z.int().nonnegative(), column: z.int().nonnegative() }).optional(),
})
export type Figure = z.infer<typeof Figure>

/** What the platform, not the model, found about an answer's figures. Comes after the prose it is about. */
export const AnswerCheck = z.object({
  citations: z.array(Citation),
  figures: z.array(Figure),
  /** Of the oldest data the cited queries read. */
  asOf: z.iso.datetime().nullable(),
})
export type AnswerCheck = z.infer<typeof AnswerCheck>

/** Why an answer is not whole, or not what was hoped for. */
export const ChatNotice = z.object({
  code: z.enum(["steps", "tokens", "access_lost", "model_unavailable", "model_quota", "cut", "stopped", "empty"]),
  /** A sentence for the reader. */
  message: z.string(),
})
export type ChatNotice = z.infer<typeof ChatNotice>

/** The messages' `metadata`. */
export const ChatMetadata = z.object({
  createdAt: z.iso.datetime(),
  /** Of an answer: which model wrote it. */
  model: z.string().optional(),
  usage: z.object({ inputTokens: z.int().nonnegative(), outputTokens: z.int().nonnegative() }).optional(),
})
export type ChatMetadata = z.infer<typeof ChatMetadata>

/** As the AI SDK's UI messages name them: `data-check` and `data-notice`. */
export type ChatDataParts = { check: AnswerCheck; notice: ChatNotice }

const TextPart = z.object({ type: z.literal("text"), text: z.string() })
const CheckPart = z.object({ type: z.literal("data-check"), data: AnswerCheck })
const NoticePart = z.object({ type: z.literal("data-notice"), data: ChatNotice })

const toolPart = <Name extends string, Input extends z.ZodType, Output extends z.ZodType>(
  name: Name,
  { input, output }: { input: Input; output: Output },
) => {
  const call = { type: z.literal(`tool-${name}` as const), toolCallId: z.string() }
  return z.discriminatedUnion("state", [
    z.object({ ...call, state: z.literal("output-available"), input, output }),
    /** A call that could not be made sense of, or broke off. */
    z.object({
      ...call,
      state: z.literal("output-error"),
      input: z.undefined(),
      rawInput: z.unknown(),
      errorText: z.string(),
    }),
  ])
}

export const ChatPart = z.union([
  TextPart,
  CheckPart,
  NoticePart,
  toolPart("listDatasets", CHAT_TOOLS.listDatasets),
  toolPart("describeDataset", CHAT_TOOLS.describeDataset),
  toolPart("queryData", CHAT_TOOLS.queryData),
  toolPart("listValues", CHAT_TOOLS.listValues),
  toolPart("runCard", CHAT_TOOLS.runCard),
  toolPart("drawChart", CHAT_TOOLS.drawChart),
  toolPart("proposeFilters", CHAT_TOOLS.proposeFilters),
])
export type ChatPart = z.infer<typeof ChatPart>

/** A message as history keeps it: a UI message of the AI SDK, of `UIMessage<ChatMetadata, ChatDataParts, ChatTools>`. */
export const ChatMessage = z.object({
  id: z.string(),
  role: z.enum(["user", "assistant"]),
  metadata: ChatMetadata,
  parts: z.array(ChatPart),
})
export type ChatMessage = z.infer<typeof ChatMessage>

export const Conversation = z.object({
  id: ConversationId,
  subjectId: ChatSubjectId,
  /** The first question, cut. */
  title: z.string(),
  messageCount: z.int().nonnegative(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
})
export type Conversation = z.infer<typeof Conversation>

export const ConversationDetail = Conversation.extend({ messages: z.array(ChatMessage) })
export type ConversationDetail = z.infer<typeof ConversationDetail>

/** Whether there is a model to ask. `missing` names the settings the operator must give. */
export const ChatStatus = z.object({
  configured: z.boolean(),
  missing: z.array(z.string()),
  /** A sentence that says what to do; null when all is there. */
  message: z.string().nullable(),
  model: z.string().nullable(),
})
export type ChatStatus = z.infer<typeof ChatStatus>

export const ChatSuggestion = z.object({ text: z.string() })
export type ChatSuggestion = z.infer<typeof ChatSuggestion>

/** Run again, as the reader may see it now. With `chart`, its drawing comes along. */
export const QueryRun = z.object({ chart: ChartSpec.optional() }).strict()
export const QueryRunResult = z.object({
  /** Under the same queryId; null when it failed. */
  result: CitableResult.nullable(),
  display: MimeBundle.optional(),
  error: CardError.optional(),
})
export type QueryRunResult = z.infer<typeof QueryRunResult>

/** What one person, or all readers of one public link, asked on one day (UTC). */
export const ChatUsageRow = z.object({
  day: z.iso.date(),
  /** null: readers of a public link. */
  userId: UserId.nullable(),
  userName: z.string(),
  /** As the link was called when it was last asked by; dashboardName is empty when the dashboard is gone. */
  link: z.object({ id: LinkId, name: z.string(), dashboardId: DashboardId, dashboardName: z.string() }).nullable(),
  questions: z.int().nonnegative(),
  toolCalls: z.int().nonnegative(),
  inputTokens: z.int().nonnegative(),
  outputTokens: z.int().nonnegative(),
})
export type ChatUsageRow = z.infer<typeof ChatUsageRow>
export const ChatUsage = z.object({
  /** Newest day first, then most tokens first. */
  rows: z.array(ChatUsageRow),
  /** Tokens of one person, or of one link, a day. */
  tokensPerDay: z.int().positive(),
  totals: ChatUsageRow.pick({ questions: true, toolCalls: true, inputTokens: true, outputTokens: true }),
})
export type ChatUsage = z.infer<typeof ChatUsage>
