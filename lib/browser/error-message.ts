import { ApiError } from "./api.ts"

/** What to tell the reader about any thrown value. Only API errors carry words meant for them. */
export function errorMessage(error: unknown): string {
  return error instanceof ApiError
    ? asSentence(error.message)
    : "Something went wrong in this page. Reload it and try again."
}

/** The API's messages are fragments, to be put into logs and other sentences; a screen shows whole ones. */
function asSentence(message: string): string {
  const text = message.trim()
  if (text === "") return "It failed without saying why."
  const sentence = text[0]?.toUpperCase() + text.slice(1)
  return /[.!?…]$/.test(sentence) ? sentence : `${sentence}.`
}
