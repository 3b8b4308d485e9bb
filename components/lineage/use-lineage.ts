"use client"

import { useQuery } from "@tanstack/react-query"
import { request } from "#lib/browser/api.ts"
import { dataOf } from "#lib/domain/api.ts"
import { Lineage } from "#lib/domain/lineage.ts"

/** What has a lineage of its own. */
export type LineageThing = { kind: "dataset" | "transform" | "card" | "dashboard"; id: string }

const answer = dataOf(Lineage)

/** Read anew each time it is shown: freshness is what it is asked for. */
export const useLineage = ({ kind, id }: LineageThing) =>
  useQuery({
    queryKey: ["lineage", kind, id],
    queryFn: async ({ signal }) => (await request(answer, `/api/${kind}s/${id}/lineage`, { signal })).data,
    staleTime: 0,
  })
