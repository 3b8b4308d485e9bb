"use client"

import { QueryClient, QueryClientProvider } from "@tanstack/react-query"
import { type ReactNode, useState } from "react"
import "#lib/browser/zod-without-eval.ts"
import { ApiError } from "#lib/browser/api.ts"

const MAX_RETRIES = 2

export function QueryProvider({ children }: { children: ReactNode }) {
  const [client] = useState(makeClient)
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>
}

function makeClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: 30_000, retry: (failures, error) => failures < MAX_RETRIES && mayPass(error) },
      mutations: { retry: false },
    },
  })
}

// What was refused once will be refused again; only silence and overload pass by themselves.
const mayPass = (error: Error) => error instanceof ApiError && (error.status === 0 || error.status >= 500)
