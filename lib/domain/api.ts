/** The envelopes every route answers in. */
import { z } from "zod"
import { STATUS_BY_CODE, type ErrorCode } from "./app-error.ts"

const DEFAULT_LIMIT = 50
const MAX_LIMIT = 200

export const ListQuery = z.object({
  limit: z.coerce.number().int().min(1).max(MAX_LIMIT).default(DEFAULT_LIMIT),
  /** Absent or empty for the first page. */
  cursor: z
    .string()
    .max(2000)
    .transform((cursor) => cursor || undefined)
    .optional(),
})
export type ListQuery = z.infer<typeof ListQuery>

export type Page<T> = { data: T[]; nextCursor: string | null }

export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ data: z.array(item), nextCursor: z.string().nullable() })
export const dataOf = <T extends z.ZodType>(data: T) => z.object({ data })

const errorCodes = Object.keys(STATUS_BY_CODE) as [ErrorCode, ...ErrorCode[]]
export const ErrorEnvelope = z.object({
  error: z.object({
    code: z.enum(errorCodes),
    message: z.string(),
    details: z.unknown().optional(),
    requestId: z.string(),
  }),
})
export type ErrorEnvelope = z.infer<typeof ErrorEnvelope>
