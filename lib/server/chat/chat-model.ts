import "server-only"
import { createGoogleVertex } from "@ai-sdk/google-vertex"
import type { LanguageModel } from "ai"
import { AppError } from "#lib/domain/app-error.ts"
import type { ChatStatus } from "#lib/domain/chat.ts"
import { webEnv, type WebEnv } from "../web-env.ts"

/** Whether there is a model to ask, by the settings alone. */
export function chatStatus(env: WebEnv = webEnv()): ChatStatus {
  // A key says of itself whose project it is.
  const needed = env.GOOGLE_VERTEX_API_KEY
    ? (["CARDLOOM_CHAT_MODEL"] as const)
    : (["GOOGLE_VERTEX_PROJECT", "GOOGLE_VERTEX_LOCATION", "CARDLOOM_CHAT_MODEL"] as const)
  const missing = needed.filter((name) => env[name] === undefined)
  const configured = missing.length === 0
  return {
    configured,
    missing,
    message: configured
      ? null
      : `Questions can't be answered yet: whoever operates Cardloom must set ${missing.join(", ")}. The guide to the chat says how.`,
    model: configured ? (env.CARDLOOM_CHAT_MODEL ?? null) : null,
  }
}

let made: { env: WebEnv; model: LanguageModel } | undefined

/** The model that answers. Whether its credentials hold is seen at the first question. @throws AppError unavailable where none is set up. */
export function chatModel(env: WebEnv = webEnv()): LanguageModel {
  const { configured, missing, message } = chatStatus(env)
  if (!configured || !env.CARDLOOM_CHAT_MODEL)
    throw new AppError("unavailable", message ?? "", { details: { missing } })
  if (made?.env !== env) made = { env, model: vertexOf(env)(env.CARDLOOM_CHAT_MODEL) }
  return made.model
}

const vertexOf = (env: WebEnv) =>
  createGoogleVertex({
    ...(env.GOOGLE_VERTEX_API_KEY
      ? { apiKey: env.GOOGLE_VERTEX_API_KEY }
      : { project: env.GOOGLE_VERTEX_PROJECT ?? "", location: env.GOOGLE_VERTEX_LOCATION ?? "" }),
    ...(env.CARDLOOM_CHAT_BASE_URL && { baseURL: env.CARDLOOM_CHAT_BASE_URL }),
  })
