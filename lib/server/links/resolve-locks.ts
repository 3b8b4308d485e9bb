import "server-only"
import type { Dashboard } from "#lib/domain/dashboard.ts"
import type { FilterValues, ResolvedFilter } from "#lib/domain/filter.ts"
import { dayIn } from "#lib/domain/relative-range.ts"
import { resolveFilters } from "#lib/domain/resolve-filters.ts"
import { webEnv } from "../web-env.ts"

/**
 * What a link's locks keep on a dashboard as it is today.
 * @throws AppError validation_failed for a lock on a filter that is not there, or with a value that does not fit it.
 */
export const resolveLocks = ({ filters }: Pick<Dashboard, "filters">, locked: FilterValues): ResolvedFilter[] =>
  resolveFilters(
    filters.filter(({ id }) => Object.hasOwn(locked, id)),
    locked,
    dayIn(webEnv().CARDLOOM_TIMEZONE, new Date()),
  )
