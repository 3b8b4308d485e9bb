"use client"

import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { useDeferredValue } from "react"
import { request } from "#lib/browser/api.ts"
import { Nothing } from "#lib/browser/nothing.ts"
import { dataOf, pageOf } from "#lib/domain/api.ts"
import { Group, GroupDetail } from "#lib/domain/group.ts"
import type { GroupId, UserId } from "#lib/domain/ids.ts"

const LIMIT = 50
const pathOf = (id: GroupId): string => `/api/groups/${id}`

/** The groups whose name matches, page by page; the previous answer stays while the next is on its way. */
export function useGroups(search: string) {
  const q = useDeferredValue(search.trim())
  return useInfiniteQuery({
    queryKey: ["groups", "list", q],
    queryFn: ({ signal, pageParam }) => {
      const query = new URLSearchParams({ q, limit: String(LIMIT), ...(pageParam && { cursor: pageParam }) })
      return request(pageOf(Group), `/api/groups?${query}`, { signal })
    },
    initialPageParam: "",
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: keepPreviousData,
  })
}

/** A group with its members, and how much is shared with it. */
export const useGroup = (id: GroupId) =>
  useQuery({
    queryKey: ["groups", "one", id],
    queryFn: async ({ signal }) => (await request(dataOf(GroupDetail), pathOf(id), { signal })).data,
  })

/** The ways to change groups; what is shown of any is read again after each. They reject with ApiError. */
export function useGroupActs() {
  const client = useQueryClient()
  const reread = () => client.invalidateQueries({ queryKey: ["groups"] })
  const create = useMutation({
    mutationFn: async (name: string) => (await request(dataOf(GroupDetail), "/api/groups", { body: { name } })).data,
    onSettled: reread,
  })
  const rename = useMutation({
    mutationFn: ({ id, name }: { id: GroupId; name: string }) =>
      request(dataOf(GroupDetail), pathOf(id), { method: "PATCH", body: { name } }),
    onSettled: reread,
  })
  const remove = useMutation({
    mutationFn: (id: GroupId) => request(Nothing, pathOf(id), { method: "DELETE" }),
    // Not the group itself, which is not there to be read again.
    onSettled: () => client.invalidateQueries({ queryKey: ["groups", "list"] }),
  })
  const addMember = useMutation({
    mutationFn: ({ id, userId }: { id: GroupId; userId: UserId }) =>
      request(dataOf(GroupDetail), `${pathOf(id)}/members`, { body: { userId } }),
    onSettled: reread,
  })
  const removeMember = useMutation({
    mutationFn: ({ id, userId }: { id: GroupId; userId: UserId }) =>
      request(Nothing, `${pathOf(id)}/members/${userId}`, { method: "DELETE" }),
    onSettled: reread,
  })
  return { create, rename, remove, addMember, removeMember }
}
