"use client"

import { useInfiniteQuery, useQuery } from "@tanstack/react-query"
import { request } from "#lib/browser/api.ts"
import { listS3Buckets, listS3Objects } from "#lib/domain/endpoints/datasets.ts"

/** The buckets the operator allows; none where S3 is not set up. */
export const useS3Buckets = () =>
  useQuery({
    queryKey: ["s3"],
    queryFn: async ({ signal }) => (await request(listS3Buckets.response, "/api/sources/s3", { signal })).data.buckets,
  })

/** The folders and files under a prefix, page by page. */
export const useS3Objects = (bucket: string, prefix: string) =>
  useInfiniteQuery({
    queryKey: ["s3", bucket, prefix],
    queryFn: async ({ signal, pageParam }) => {
      const query = new URLSearchParams({ prefix, ...(pageParam === null ? {} : { cursor: pageParam }) })
      const path = `/api/sources/s3/${encodeURIComponent(bucket)}/objects?${query}`
      return (await request(listS3Objects.response, path, { signal })).data
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  })
