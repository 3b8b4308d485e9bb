import type { z } from "zod"

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE"

/**
 * One route of the API, as data: the handler parses with it, the OpenAPI document is made of it, and tests walk it.
 * - access: "public" needs nobody; "signed-in" a session or token; "admin" an admin's; "operator" the tick token
 * - body: JSON unless `bodyType` says otherwise; the handler then reads the stream itself
 * - ifMatch: the request must carry the version it changes
 */
export type Endpoint = {
  method: Method
  /** With `:name` for parameters. */
  path: `/api/${string}`
  summary: string
  access: "public" | "signed-in" | "admin" | "operator"
  params?: z.ZodObject
  query?: z.ZodObject
  body?: z.ZodType
  bodyType?: "multipart/form-data"
  /** The JSON a multipart endpoint takes instead, told apart by the content type. */
  jsonBody?: z.ZodType
  ifMatch?: boolean
  /** A POST that changes nothing: a token for reading may send it. */
  reads?: boolean
  status: 200 | 201 | 202 | 204
  /** What a success answers, envelope included. Streams name their line or event. */
  response?: z.ZodType
  responseType?:
    | "application/json"
    | "application/x-ndjson"
    | "application/vnd.apache.parquet"
    | "text/csv"
    | "text/event-stream"
    | "text/plain"
}

/** Keeps the precise types of an endpoint's schemas. */
export const endpoint = <const E extends Endpoint>(definition: E): E => definition

/** Whether an endpoint makes something, so that asking twice would make two. */
export const isCreation = ({ method, status }: Endpoint): boolean =>
  method === "POST" && (status === 201 || status === 202)
