import "server-only"
import { randomBytes } from "node:crypto"
import { ShareLink, type ShareLinkWithUrl } from "#lib/domain/share-link.ts"
import { webEnv } from "../web-env.ts"
import type { StoredLink } from "./link-store.ts"

const TOKEN = /^[A-Za-z0-9_-]{43}$/

/** 256 random bits. */
export const newLinkToken = (): string => randomBytes(32).toString("base64url")

export const isLinkToken = (text: string): boolean => TOKEN.test(text)

/** A link without what only the server may know. */
export const publicLink = (link: StoredLink): ShareLink =>
  ShareLink.parse({ ...link, hasPassword: link.passwordHash !== null })

/** A link with its two addresses, for the one answer that holds them. */
export const linkWithUrl = (link: StoredLink, token: string): ShareLinkWithUrl => ({
  ...publicLink(link),
  url: new URL(`/share/${token}`, webEnv().CARDLOOM_URL).href,
  embedUrl: new URL(`/embed/${token}`, webEnv().CARDLOOM_URL).href,
})
