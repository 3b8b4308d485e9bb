"use client"

import { useInfiniteQuery, useQuery } from "@tanstack/react-query"
import { request } from "#lib/browser/api.ts"
import {
  compareDataVersions,
  listDataVersions,
  previewDataset,
  readProfile,
  readUsage,
} from "#lib/domain/endpoints/datasets.ts"
import type { DatasetId } from "#lib/domain/ids.ts"
import type { PreviewResponse } from "#lib/domain/job-contract.ts"

export const PREVIEW_ROWS = 100
const VERSIONS_PER_PAGE = 50

/** A data version never changes: what was read of it stays true. */
const FOR_GOOD = { staleTime: Number.POSITIVE_INFINITY }

export const usePreview = (datasetId: DatasetId, version: number, initial: PreviewResponse | null) =>
  useQuery({
    queryKey: ["dataset", datasetId, "preview", version],
    queryFn: async ({ signal }) => {
      const path = `/api/datasets/${datasetId}/preview?limit=${PREVIEW_ROWS}&version=${version}`
      return (await request(previewDataset.response, path, { signal })).data
    },
    ...(initial === null ? {} : { initialData: initial }),
    ...FOR_GOOD,
  })

export const useProfile = (datasetId: DatasetId, version: number) =>
  useQuery({
    queryKey: ["dataset", datasetId, "profile", version],
    queryFn: async ({ signal }) =>
      (await request(readProfile.response, `/api/datasets/${datasetId}/profile?version=${version}`, { signal })).data,
    ...FOR_GOOD,
  })

export const useUsage = (datasetId: DatasetId) =>
  useQuery({
    queryKey: ["dataset", datasetId, "usage"],
    queryFn: async ({ signal }) =>
      (await request(readUsage.response, `/api/datasets/${datasetId}/usage`, { signal })).data.readers,
  })

/** Newest first, page by page. `current`: a new version makes another list. */
export const useVersions = (datasetId: DatasetId, current: number) =>
  useInfiniteQuery({
    queryKey: ["dataset", datasetId, "versions", current],
    queryFn: ({ signal, pageParam }) => {
      const query = new URLSearchParams({ limit: String(VERSIONS_PER_PAGE), cursor: pageParam })
      return request(listDataVersions.response, `/api/datasets/${datasetId}/versions?${query}`, { signal })
    },
    initialPageParam: "",
    getNextPageParam: ({ nextCursor }) => nextCursor,
  })

export const useComparison = (datasetId: DatasetId, number: number, before: number) =>
  useQuery({
    queryKey: ["dataset", datasetId, "compare", number, before],
    queryFn: async ({ signal }) =>
      (
        await request(
          compareDataVersions.response,
          `/api/datasets/${datasetId}/versions/${number}/compare?with=${before}`,
          { signal },
        )
      ).data,
  })
