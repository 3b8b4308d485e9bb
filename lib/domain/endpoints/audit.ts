import { z } from "zod"
import { ListQuery, pageOf } from "../api.ts"
import { AuditEvent, AuditType } from "../audit.ts"
import { UserId } from "../ids.ts"
import { endpoint } from "./endpoint.ts"

const filters = {
  type: AuditType.optional(),
  userId: UserId.optional(),
  targetId: z.string().max(100).optional(),
  /** Days, both included; absent = the last 30. */
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
}

export const listAuditEvents = endpoint({
  method: "GET",
  path: "/api/audit",
  summary: "Who did what, when, from where; newest first",
  access: "admin",
  query: ListQuery.extend(filters),
  status: 200,
  response: pageOf(AuditEvent),
})

export const exportAuditEvents = endpoint({
  method: "GET",
  path: "/api/audit/export.csv",
  summary: "The same as CSV",
  access: "admin",
  query: z.object(filters),
  status: 200,
  response: z.string(),
  responseType: "text/csv",
})
