import "server-only"
import { notFound } from "next/navigation"
import { AppError } from "#lib/domain/app-error.ts"

/** For pages: what the reader may not see is the not-found page. */
export async function orNotFound<T>(result: Promise<T>): Promise<T> {
  try {
    return await result
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") notFound()
    throw error
  }
}
