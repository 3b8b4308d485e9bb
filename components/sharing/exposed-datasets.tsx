"use client"

import { useQuery } from "@tanstack/react-query"
import { Database } from "lucide-react"
import { request } from "#lib/browser/api.ts"
import { sharedPath, type SharedThing } from "#lib/browser/use-shares.ts"
import { listDashboardDatasets } from "#lib/domain/endpoints/dashboards.ts"

/** The datasets that whoever sees a dashboard sees something of. */
export function ExposedDatasets({ thing }: { thing: SharedThing }) {
  const datasets = useQuery({
    queryKey: ["dashboard-datasets", thing.id],
    queryFn: async ({ signal }) =>
      (await request(listDashboardDatasets.response, `${sharedPath(thing)}/datasets`, { signal })).data,
  })
  if (!datasets.data || datasets.data.length === 0) return null
  return (
    <section aria-label="Datasets shown" className="flex flex-col gap-1.5">
      <h3 className="text-12 font-medium">Readers see what the cards show of</h3>
      <ul className="flex flex-wrap gap-1.5">
        {datasets.data.map(({ id, name }) => (
          <li key={id} className="flex items-center gap-1.5 rounded-control bg-surface-sunken px-2 py-1 text-12">
            <Database aria-hidden className="size-3.5 shrink-0 text-muted" />
            {name}
          </li>
        ))}
      </ul>
      <p className="text-12 text-muted">The datasets themselves stay out of their reach.</p>
    </section>
  )
}
