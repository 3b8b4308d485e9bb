import "server-only"
import { headers } from "next/headers"
import { notFound } from "next/navigation"
import { AppError } from "#lib/domain/app-error.ts"
import { ownOrigins } from "#lib/domain/own-origins.ts"
import type { SharedDashboard } from "#lib/domain/share-link.ts"
import { webEnv } from "../web-env.ts"
import { countView } from "./count-views.ts"
import { openLink } from "./open-link.ts"
import { sharedDashboard } from "./show-link.ts"

/** For a link's pages: what it shows, or null where it asks for its password. What does not work is the not-found page. */
export async function pageLink(token: string): Promise<SharedDashboard | null> {
  try {
    const opened = await openLink(token, await headers())
    countView(opened)
    return sharedDashboard(opened)
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") notFound()
    if (error instanceof AppError && error.code === "unauthorized") return null
    throw error
  }
}

/** Our own pages, and those that a link allows, as origins. */
export const framingOrigins = (allowed: readonly string[]): string[] => [
  ...new Set([...ownOrigins(webEnv().CARDLOOM_URL), ...allowed]),
]
