"use client"

import { useQuery } from "@tanstack/react-query"
import { TriangleAlert } from "lucide-react"
import { z } from "zod"
import { request } from "#lib/browser/api.ts"
import { sharedPath, type SharedThing } from "#lib/browser/use-shares.ts"
import { dataOf } from "#lib/domain/api.ts"
import { principalKey } from "#lib/domain/grant.ts"
import type { ChosenPrincipal } from "./principal-picker.tsx"

const Preview = dataOf(z.object({ datasets: z.array(z.object({ id: z.string(), name: z.string() })) }))

/** The datasets that somebody would see something of for the first time, before they do. */
export function WideningWarning({
  thing,
  chosen: { principal, name },
}: {
  thing: SharedThing
  chosen: ChosenPrincipal
}) {
  const key = principalKey(principal)
  const preview = useQuery({
    queryKey: ["shares", thing.id, "preview", key],
    queryFn: async ({ signal }) => {
      const query = principal.type === "group" ? `groupId=${key}` : `userId=${key}`
      return (await request(Preview, `${sharedPath(thing)}/shares/preview?${query}`, { signal })).data.datasets
    },
  })
  if (!preview.data || preview.data.length === 0) return null
  const datasets = preview.data.map((dataset) => `“${dataset.name}”`).join(", ")
  return (
    <p role="status" className="flex items-start gap-2 rounded-control bg-warning-soft px-3 py-2 text-12 text-warning">
      <TriangleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
      <span>
        {name} may not use {datasets}. By this dashboard they will see what its cards show of{" "}
        {preview.data.length === 1 ? "it" : "them"}.
      </span>
    </p>
  )
}
