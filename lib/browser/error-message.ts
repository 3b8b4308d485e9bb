import { ApiError } from "./api.ts"

/** What to tell the reader about any thrown value. Only API errors carry words meant for them. */
export function errorMessage(error: unknown): string {
  return error instanceof ApiError ? error.message : "Something went wrong in this page. Reload it and try again."
}
