import "server-only"
import type { Tool, ToolSet } from "ai"
import type { z } from "zod"
import { AppError } from "#lib/domain/app-error.ts"
import { asData } from "#lib/domain/as-data.ts"
import { MAX_TOOL_CALLS } from "#lib/domain/chat-limits.ts"
import {
  CHAT_TOOLS,
  type ChatToolName,
  type ChatTools,
  type ChartResult,
  type CitableResult,
  type ToolFailure,
} from "#lib/domain/chat-tools.ts"
import { newId, type ConversationId } from "#lib/domain/ids.ts"
import { JsonObject } from "#lib/domain/json.ts"
import { recordAudit } from "../audit/record-audit.ts"
import { withRequestContext, type RequestContext } from "../audit/request-context.ts"
import { log } from "../log.ts"
import { keepQuery } from "./conversation-store.ts"
import { describeDataset } from "./describe-dataset.ts"
import { listScope } from "./list-scope.ts"
import { modelSchema } from "./model-schema.ts"
import { auditedAs, principalOf } from "./chat-asker.ts"
import type { ChatScope } from "./chat-scope.ts"
import { openScope, type ChatReader } from "./open-scope.ts"
import { proposeFilters } from "./propose-filters.ts"
import { runLookup, type LookupAsked } from "./run-lookup.ts"
import type { Lookup } from "./stored-query.ts"

/** One answer's tools: whose they are, and what has come of them. */
export type ToolSession = {
  reader: ChatReader
  conversationId: ConversationId
  /** The request the answer is for: what is done is recorded with it. */
  context: RequestContext
  /** What figures may be cited by, earlier answers' first. */
  results: CitableResult[]
  toolCalls: number
  /** Called when the reader may no longer see what they ask about. */
  onAccessLost: () => void
}

type Run<Input, Output> = (input: Input, asked: LookupAsked, signal: AbortSignal) => Promise<Output | ToolFailure>

const MAX_AUDITED_CHARACTERS = 4000
/** A chart that is larger is drawn by the reader's own request. */
const MAX_DISPLAY_CHARACTERS = 200_000

/**
 * The tools of one answer, which run as the reader: each call looks up anew what they may see, is counted, and is
 * written down before it is done.
 */
export function bindTools(session: ToolSession): ToolSet {
  const bind = <Input extends z.ZodType, Output extends object>(
    name: ChatToolName,
    { description, input: inputSchema }: { description: string; input: Input },
    run: Run<z.output<Input>, Output>,
  ) => {
    const bound: Tool<unknown, object> = {
      description,
      inputSchema: modelSchema(inputSchema),
      execute: (input, { abortSignal }) =>
        withRequestContext(session.context, () => {
          const signal = abortSignal ?? new AbortController().signal
          return callTool(session, name, input, (asked) => run(inputSchema.parse(input), asked, signal), signal)
        }),
      // The model gets what was found as data, whatever it says.
      toModelOutput: ({ output }) => ({ type: "json", value: JsonObject.parse(asData(forModel(output))) }),
    }
    return bound
  }
  const T = CHAT_TOOLS
  return {
    listDatasets: bind("listDatasets", T.listDatasets, async (_, { scope }) => listScope(scope)),
    describeDataset: bind("describeDataset", T.describeDataset, describeDataset),
    queryData: bind("queryData", T.queryData, (input, asked, signal) =>
      lookUp(session, { kind: "sql", ...input }, asked, signal),
    ),
    listValues: bind("listValues", T.listValues, (input, asked, signal) =>
      lookUp(session, { kind: "values", ...input }, asked, signal),
    ),
    runCard: bind("runCard", T.runCard, (input, asked, signal) =>
      lookUp(session, { kind: "card", ...input }, asked, signal),
    ),
    drawChart: bind("drawChart", T.drawChart, (input, asked, signal) => drawChart(session, input, asked, signal)),
    proposeFilters: bind("proposeFilters", T.proposeFilters, async ({ filters, reason }, { scope }) =>
      proposeFilters(filters, reason, scope),
    ),
  }
}

async function callTool<Output>(
  session: ToolSession,
  name: ChatToolName,
  input: unknown,
  run: (asked: LookupAsked) => Promise<Output | ToolFailure>,
  signal: AbortSignal,
): Promise<Output | ToolFailure> {
  session.toolCalls += 1
  if (session.toolCalls > MAX_TOOL_CALLS)
    return { error: { code: "limit", message: "No more look-ups for this answer: conclude from what there is." } }
  let scope: ChatScope
  try {
    scope = await openScope(session.reader)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    session.onAccessLost()
    return { error: { code: "refused", message: "The reader may no longer see this." } }
  }
  const { asker } = session.reader
  const queryId = newId("qry")
  const { by, details } = auditedAs(asker)
  await recordAudit({
    type: "chat.tool_called",
    targetId: scope.subjectId,
    targetName: scope.name,
    ...(by && { by }),
    details: { tool: name, conversationId: session.conversationId, queryId, input: cut(input), ...details },
  })
  try {
    return await run({ scope, asker, queryId })
  } catch (error) {
    if (signal.aborted) throw error
    if (!(error instanceof AppError)) log.error({ err: error, tool: name }, "a chat tool failed")
    const message =
      error instanceof AppError && error.code !== "internal" ? error.message : "This could not be looked up."
    return {
      error: {
        code: error instanceof AppError && error.code === "validation_failed" ? "invalid" : "unavailable",
        message,
      },
    }
  }
}

async function lookUp(
  session: ToolSession,
  lookup: Lookup,
  asked: LookupAsked,
  signal: AbortSignal,
): Promise<CitableResult | ToolFailure> {
  const outcome = await runLookup(lookup, asked, signal)
  if ("failure" in outcome) return { error: outcome.failure }
  const { asker, subjectId, values } = session.reader
  await keepQuery(principalOf(asker), { queryId: asked.queryId, subjectId, lookup, filters: values })
  session.results.push(outcome.result)
  return outcome.result
}

async function drawChart(
  session: ToolSession,
  { queryId, title, chart }: ChatTools["drawChart"]["input"],
  asked: LookupAsked,
  signal: AbortSignal,
): Promise<ChartResult | ToolFailure> {
  const drawn = session.results.find((result) => result.queryId === queryId)
  if (drawn?.kind !== "sql")
    return {
      error: { code: "not_found", message: "There is no such query.", hint: "Give the queryId of a queryData result." },
    }
  const { sql, purpose } = drawn
  const outcome = await runLookup({ kind: "sql", sql, purpose }, { ...asked, queryId: drawn.queryId, chart }, signal)
  if ("failure" in outcome) return { error: outcome.failure }
  const isSmall = JSON.stringify(outcome.display).length <= MAX_DISPLAY_CHARACTERS
  return {
    kind: "chart",
    queryId: drawn.queryId,
    title,
    chart,
    ...(isSmall && { display: outcome.display }),
  }
}

/** Of a chart the model is told that it was drawn: its rows it knows. */
function forModel(output: unknown): unknown {
  if (typeof output !== "object" || output === null || !("display" in output)) return output
  const { display: _display, ...rest } = output
  return rest
}

function cut(input: unknown): unknown {
  const text = JSON.stringify(input)
  return text.length <= MAX_AUDITED_CHARACTERS ? input : `${text.slice(0, MAX_AUDITED_CHARACTERS)}…`
}
