import { z } from "zod"
import { dataOf, pageOf } from "../api.ts"
import { AssistLine, AssistRequest } from "../card-assist.ts"
import {
  ChatRequest,
  ChatStatus,
  ChatSubjectId,
  ChatSuggestion,
  ChatUsage,
  Conversation,
  ConversationDetail,
  QueryRun,
  QueryRunResult,
} from "../chat.ts"
import { ConversationId, DashboardId, DatasetId, QueryId } from "../ids.ts"
import { endpoint } from "./endpoint.ts"

const dashboardParams = z.object({ dashboardId: DashboardId })
const datasetParams = z.object({ datasetId: DatasetId })
const conversationParams = z.object({ conversationId: ConversationId })
/** The events of a UI message stream: https://ai-sdk.dev/docs/ai-sdk-ui/stream-protocol */
export const MessageStream = z.string()

export const askDashboard = endpoint({
  method: "POST",
  path: "/api/dashboards/:dashboardId/chat",
  summary:
    "Ask about what a dashboard shows: a UI message stream (AI SDK), with the queries that the figures come from",
  access: "signed-in",
  params: dashboardParams,
  body: ChatRequest,
  status: 200,
  response: MessageStream,
  responseType: "text/event-stream",
})

export const askDataset = endpoint({
  method: "POST",
  path: "/api/datasets/:datasetId/chat",
  summary: "Ask about a dataset: a UI message stream (AI SDK), with the queries that the figures come from",
  access: "signed-in",
  params: datasetParams,
  body: ChatRequest,
  status: 200,
  response: MessageStream,
  responseType: "text/event-stream",
})

export const suggestForDashboard = endpoint({
  method: "GET",
  path: "/api/dashboards/:dashboardId/chat/suggestions",
  summary: "Questions that a dashboard's data can answer",
  access: "signed-in",
  params: dashboardParams,
  status: 200,
  response: dataOf(z.array(ChatSuggestion)),
})

export const suggestForDataset = endpoint({
  method: "GET",
  path: "/api/datasets/:datasetId/chat/suggestions",
  summary: "Questions that a dataset can answer",
  access: "signed-in",
  params: datasetParams,
  status: 200,
  response: dataOf(z.array(ChatSuggestion)),
})

export const listConversations = endpoint({
  method: "GET",
  path: "/api/chat/conversations",
  summary: "One's own conversations about a dashboard or dataset, last continued first",
  access: "signed-in",
  query: z.object({ subjectId: ChatSubjectId }),
  status: 200,
  response: pageOf(Conversation),
})

export const readConversation = endpoint({
  method: "GET",
  path: "/api/chat/conversations/:conversationId",
  summary: "One of one's own conversations, with its messages",
  access: "signed-in",
  params: conversationParams,
  status: 200,
  response: dataOf(ConversationDetail),
})

export const deleteConversation = endpoint({
  method: "DELETE",
  path: "/api/chat/conversations/:conversationId",
  summary: "Forget a conversation",
  access: "signed-in",
  params: conversationParams,
  status: 204,
})

export const runCitedQuery = endpoint({
  method: "POST",
  path: "/api/chat/queries/:queryId/run",
  summary: "Run a query of one's own conversations again, on the data as they are and as one may see them now",
  access: "signed-in",
  reads: true,
  params: z.object({ queryId: QueryId }),
  body: QueryRun.default({}),
  status: 200,
  response: dataOf(QueryRunResult),
})

export const readChatStatus = endpoint({
  method: "GET",
  path: "/api/chat/status",
  summary: "Whether there is a model to ask, and else what the operator must set",
  access: "signed-in",
  status: 200,
  response: dataOf(ChatStatus),
})

export const readChatUsage = endpoint({
  method: "GET",
  path: "/api/chat/usage",
  summary: "Who asked how much, by day",
  access: "admin",
  query: z.object({
    /** Days in UTC, both included; absent = the last 30. */
    from: z.iso.date().optional(),
    to: z.iso.date().optional(),
  }),
  status: 200,
  response: dataOf(ChatUsage),
})

export const assistCard = endpoint({
  method: "POST",
  path: "/api/cards/assist",
  summary: "Have the model propose a card's code, or mend it; it is run before it is handed over, and nothing is saved",
  access: "signed-in",
  body: AssistRequest,
  status: 200,
  response: AssistLine,
  responseType: "application/x-ndjson",
})
