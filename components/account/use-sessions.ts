"use client"

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { request } from "#lib/browser/api.ts"
import { Nothing } from "#lib/browser/nothing.ts"
import { listSessions } from "#lib/domain/endpoints/people.ts"
import type { SessionId } from "#lib/domain/ids.ts"

const SESSIONS = ["sessions"]
const PATH = "/api/me/sessions"

/** Where the reader is signed in, newest first. */
export const useSessions = () =>
  useQuery({ queryKey: SESSIONS, queryFn: ({ signal }) => request(listSessions.response, PATH, { signal }) })

/** Ends one session; without an id, all but this one. */
export function useEndSession() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (sessionId: SessionId | null) =>
      request(Nothing, sessionId === null ? PATH : `${PATH}/${sessionId}`, { method: "DELETE" }),
    onSettled: () => client.invalidateQueries({ queryKey: SESSIONS }),
  })
}
