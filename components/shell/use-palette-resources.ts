"use client"

import { useQuery } from "@tanstack/react-query"
import { ChartNoAxesColumn, Database, LayoutGrid, Workflow } from "lucide-react"
import { request } from "#lib/browser/api.ts"
import { pageOf } from "#lib/domain/api.ts"
import { Dataset } from "#lib/domain/dataset.ts"
import { CardSummary, DashboardSummary, TransformSummary } from "#lib/domain/summaries.ts"
import type { PaletteItem } from "./palette-actions.tsx"

const LIMIT = 200

/** What the palette searches: the newest of each kind that the reader may see. */
export function usePaletteResources() {
  const dashboards = useQuery({
    queryKey: ["palette", "dashboards"],
    queryFn: ({ signal }) => request(pageOf(DashboardSummary), `/api/dashboards?limit=${LIMIT}`, { signal }),
  })
  const cards = useQuery({
    queryKey: ["palette", "cards"],
    queryFn: ({ signal }) => request(pageOf(CardSummary), `/api/cards?limit=${LIMIT}`, { signal }),
  })
  const datasets = useQuery({
    queryKey: ["palette", "datasets"],
    queryFn: ({ signal }) => request(pageOf(Dataset), `/api/datasets?limit=${LIMIT}`, { signal }),
  })
  const transforms = useQuery({
    queryKey: ["palette", "transforms"],
    queryFn: ({ signal }) => request(pageOf(TransformSummary), `/api/transforms?limit=${LIMIT}`, { signal }),
  })
  const all = [dashboards, cards, datasets, transforms]
  return {
    pending: all.some(({ isPending }) => isPending),
    error: all.map(({ error }) => error).find((error) => error !== null) ?? null,
    dashboards: (dashboards.data?.data ?? []).map(({ id, name, ownerName }): PaletteItem => ({
      key: id,
      label: name,
      hint: ownerName,
      icon: LayoutGrid,
      href: `/dashboards/${id}`,
    })),
    cards: (cards.data?.data ?? []).map(({ id, name, ownerName }): PaletteItem => ({
      key: id,
      label: name,
      hint: ownerName,
      icon: ChartNoAxesColumn,
      href: `/cards/${id}`,
    })),
    datasets: (datasets.data?.data ?? []).map(({ id, name }): PaletteItem => ({
      key: id,
      label: name,
      icon: Database,
      href: `/datasets/${id}`,
    })),
    transforms: (transforms.data?.data ?? []).map(({ id, name, ownerName }): PaletteItem => ({
      key: id,
      label: name,
      hint: ownerName,
      icon: Workflow,
      href: `/transforms/${id}`,
    })),
  }
}
