"use client"

import { useQuery, useQueryClient } from "@tanstack/react-query"
import { z } from "zod"
import { dataOf } from "#lib/domain/api.ts"
import { Dependent, SharesPage } from "#lib/domain/endpoints/sharing.ts"
import { Share, type GrantRole, type Principal } from "#lib/domain/grant.ts"
import type { ShareId, UserId } from "#lib/domain/ids.ts"
import { request } from "./api.ts"
import { Nothing } from "./nothing.ts"

/** What is shared: a dashboard with roles, a dataset or card to be used. */
export type SharedThing = { kind: "dashboard" | "dataset" | "card"; id: string; name: string }

export const sharedPath = ({ kind, id }: SharedThing): string => `/api/${kind}s/${id}`

/** Whom a thing is shared with, and the ways to change that; these reject with ApiError. */
export function useShares(thing: SharedThing) {
  const client = useQueryClient()
  const path = sharedPath(thing)
  const shares = useQuery({
    queryKey: ["shares", thing.id],
    queryFn: ({ signal }) => request(SharesPage, `${path}/shares`, { signal }),
  })
  const thenReread = async <T>(act: Promise<T>): Promise<T> => {
    try {
      return await act
    } finally {
      // Also after a failure: what is shown may be what was wrong.
      await client.invalidateQueries({ queryKey: ["shares", thing.id] })
    }
  }
  return {
    shares,
    add: (principal: Principal, role: GrantRole) =>
      thenReread(request(dataOf(Share), `${path}/shares`, { body: shareBody(thing, principal, role) })),
    change: (shareId: ShareId, role: GrantRole) =>
      thenReread(request(dataOf(Share), `${path}/shares/${shareId}`, { method: "PATCH", body: { role } })),
    remove: (shareId: ShareId) => thenReread(request(Nothing, `${path}/shares/${shareId}`, { method: "DELETE" })),
    transfer: (userId: UserId) =>
      thenReread(request(dataOf(z.object({ ownerId: z.string() })), `${path}/owner`, { body: { userId } })),
  }
}

/** What would stop working if the use of a dataset or card were taken back. */
export async function readDependents(thing: SharedThing, shareId: ShareId): Promise<Dependent[]> {
  const answer = dataOf(z.object({ dependents: z.array(Dependent) }))
  return (await request(answer, `${sharedPath(thing)}/shares/${shareId}/dependents`)).data.dependents
}

function shareBody({ kind }: SharedThing, principal: Principal, role: GrantRole) {
  const whom =
    principal.type === "user"
      ? { userId: principal.userId }
      : principal.type === "group"
        ? { groupId: principal.groupId }
        : { everyone: true }
  return kind === "dashboard" ? { ...whom, role } : whom
}
