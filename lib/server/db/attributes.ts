import "server-only"

/**
 * Any JSON, stored as text: DynamoDB's own numbers stop at 38 digits and 10^125, and its client refuses integers
 * beyond 2^53, while a card's params or a filter's default may hold any number JSON can. Parse what is read with zod.
 */
export const jsonAttribute = {
  type: "any",
  set: (value?: unknown): unknown => (value === undefined ? undefined : JSON.stringify(value)),
  get: (stored: unknown): unknown => (typeof stored === "string" ? JSON.parse(stored) : undefined),
} as const

/** When DynamoDB may delete the item, in seconds since 1970. */
export const expiresAtSecondsAttribute = { type: "number", required: true, field: "expiresAt" } as const

/** The TTL of something that is over at `iso`; rounded up, so that it is never deleted early. */
export const secondsOf = (iso: string): number => Math.ceil(Date.parse(iso) / 1000)

/** For numbers in sort keys: as many digits as every number needs to sort as text. */
export const numberInKey = { type: "number", required: true, padding: { length: 10, char: "0" } } as const
