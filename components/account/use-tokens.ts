"use client"

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { request } from "#lib/browser/api.ts"
import { Nothing } from "#lib/browser/nothing.ts"
import { pageOf } from "#lib/domain/api.ts"
import { createToken } from "#lib/domain/endpoints/account.ts"
import type { TokenId } from "#lib/domain/ids.ts"
import { ApiToken } from "#lib/domain/user.ts"

const TOKENS = ["tokens"]

/** The reader's API tokens, newest first as the API lists them. */
export const useTokens = () =>
  useQuery({
    queryKey: TOKENS,
    queryFn: ({ signal }) => request(pageOf(ApiToken), "/api/tokens?limit=200", { signal }),
  })

/** Makes a token and answers its secret, which can't be had again. */
export function useCreateToken() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (draft: Pick<ApiToken, "name" | "scope" | "expiresAt">) => {
      const { data } = await request(createToken.response, "/api/tokens", { method: "POST", body: draft })
      return data.token
    },
    onSuccess: () => client.invalidateQueries({ queryKey: TOKENS }),
  })
}

export function useRevokeToken() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (tokenId: TokenId) => request(Nothing, `/api/tokens/${tokenId}`, { method: "DELETE" }),
    onSuccess: () => client.invalidateQueries({ queryKey: TOKENS }),
  })
}
