"use client"

import { keepPreviousData, useQuery } from "@tanstack/react-query"
import { useDeferredValue } from "react"
import { pageOf } from "#lib/domain/api.ts"
import { Group } from "#lib/domain/group.ts"
import { Person } from "#lib/domain/user.ts"
import { request } from "./api.ts"

const LIMIT = 20

/** People and groups whose name or address matches; the previous answer stays while the next is on its way. */
export function usePeople(search: string, { withGroups }: { withGroups: boolean }) {
  const q = useDeferredValue(search.trim())
  return useQuery({
    queryKey: ["people", q, withGroups],
    queryFn: async ({ signal }) => {
      const query = new URLSearchParams({ q, limit: String(LIMIT) })
      const [people, groups] = await Promise.all([
        request(pageOf(Person), `/api/users?${query}`, { signal }),
        withGroups ? request(pageOf(Group), `/api/groups?${query}`, { signal }) : { data: [] },
      ])
      return { people: people.data.filter(({ disabled }) => !disabled), groups: groups.data }
    },
    placeholderData: keepPreviousData,
  })
}
