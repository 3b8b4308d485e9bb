"use client"

import { useQuery, useQueryClient } from "@tanstack/react-query"
import { z } from "zod"
import { dataOf } from "#lib/domain/api.ts"
import type { DashboardId, LinkId } from "#lib/domain/ids.ts"
import { ShareLink, ShareLinkWithUrl, type ShareLinkDraft, type ShareLinkPatch } from "#lib/domain/share-link.ts"
import { request } from "./api.ts"
import { Nothing } from "./nothing.ts"

const LinksPage = z.object({ data: z.array(ShareLink), nextCursor: z.null() })
const Preview = dataOf(z.object({ url: z.string() }))

/** A dashboard's public links, and the ways to change them; these reject with ApiError. */
export function useLinks(dashboardId: DashboardId) {
  const client = useQueryClient()
  const path = `/api/dashboards/${dashboardId}/links`
  const queryKey = ["links", dashboardId]
  const links = useQuery({
    queryKey,
    queryFn: async ({ signal }) => (await request(LinksPage, path, { signal })).data,
  })
  const thenReread = async <T>(act: Promise<T>): Promise<T> => {
    try {
      return await act
    } finally {
      // Also after a failure: what is shown may be what was wrong.
      await client.invalidateQueries({ queryKey })
    }
  }
  const patch = <S extends z.ZodType>(answer: S, id: LinkId, body: ShareLinkPatch) =>
    thenReread(request(answer, `${path}/${id}`, { method: "PATCH", body }))
  return {
    links,
    create: async (body: ShareLinkDraft) => (await thenReread(request(dataOf(ShareLinkWithUrl), path, { body }))).data,
    update: async (id: LinkId, body: ShareLinkPatch) => (await patch(dataOf(ShareLink), id, body)).data,
    /** Another address, which is in the answer only; the old one is dead. */
    rotate: async (id: LinkId) => (await patch(dataOf(ShareLinkWithUrl), id, { rotate: true })).data,
    revoke: (id: LinkId) => thenReread(request(Nothing, `${path}/${id}`, { method: "DELETE" })),
    previewUrl: async (id: LinkId) => (await request(Preview, `${path}/${id}/preview`, { method: "POST" })).data.url,
  }
}
