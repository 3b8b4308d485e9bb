import { z } from "zod"
import { ApiError } from "./api.ts"

const Details = z.object({ usedBy: z.array(z.object({ kind: z.string(), id: z.string(), name: z.string() })) })
export type UsedBy = z.infer<typeof Details>["usedBy"][number]

/** What keeps a thing from being deleted, as the refusal names it; null for any other failure. */
export function usersOf(error: unknown): UsedBy[] | null {
  if (!(error instanceof ApiError) || error.code !== "conflict") return null
  const details = Details.safeParse(error.details)
  return details.success ? details.data.usedBy : null
}
