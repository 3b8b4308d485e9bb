import "server-only"
import { z } from "zod"
import { Grant } from "#lib/domain/grant.ts"
import { jsonAttribute } from "../db/attributes.ts"

/** Of every entity that can be shared: its shares, and how often they have changed. */
export const grantAttributes = { grants: jsonAttribute, grantsVersion: { type: "number" } } as const

const Stored = z.object({ grants: z.array(Grant).default([]) })

/** The shares in an item of such an entity. */
export const grantsOf = (item: unknown): Grant[] => Stored.parse(item).grants
