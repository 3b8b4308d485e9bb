"use client"

import { keepPreviousData, useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query"
import { useDeferredValue } from "react"
import type { z } from "zod"
import { request } from "#lib/browser/api.ts"
import { pageOf } from "#lib/domain/api.ts"
import { createUser, updateUser } from "#lib/domain/endpoints/people.ts"
import type { UserId } from "#lib/domain/ids.ts"
import { User } from "#lib/domain/user.ts"

const LIMIT = 50

/** Accounts whose name or address matches, page by page; the previous answer stays while the next is on its way. */
export function useUsers(search: string) {
  const q = useDeferredValue(search.trim())
  return useInfiniteQuery({
    queryKey: ["users", q],
    queryFn: ({ signal, pageParam }) => {
      const query = new URLSearchParams({ q, limit: String(LIMIT), ...(pageParam && { cursor: pageParam }) })
      return request(pageOf(User), `/api/users?${query}`, { signal })
    },
    initialPageParam: "",
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: keepPreviousData,
  })
}

export type NewUser = z.input<typeof createUser.body>
export type UserPatch = z.input<typeof updateUser.body>

/** Makes an account; answers it with its invitation. */
export function useCreateUser() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (body: NewUser) => (await request(createUser.response, "/api/users", { body })).data,
    onSuccess: () => client.invalidateQueries({ queryKey: ["users"] }),
  })
}

/** Changes an account; answers it, and the link where its password was reset. */
export function useUpdateUser() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async ({ id, patch }: { id: UserId; patch: UserPatch }) =>
      (await request(updateUser.response, `/api/users/${id}`, { method: "PATCH", body: patch })).data,
    onSuccess: () => client.invalidateQueries({ queryKey: ["users"] }),
  })
}
