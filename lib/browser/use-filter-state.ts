"use client"

import { useSearchParams } from "next/navigation"
import { parseAsString, useQueryStates } from "nuqs"
import { useCallback, useEffect, useMemo, useState } from "react"
import type { Filter, FilterId, FilterValue } from "#lib/domain/filter.ts"
import { decodeFilterValue, encodeFilterValue, FILTER_PREFIX as PREFIX } from "./filter-url.ts"

export type FilterState = {
  /** What a request sends: only filters that differ from their default; null takes a default off. */
  sent: Record<FilterId, FilterValue | null>
  /** What holds now, defaults included; null = no restriction. */
  valueOf: (filter: Filter) => FilterValue | null
  set: (filter: Filter, value: FilterValue | null) => void
  /** Sets every filter at once: those that `values` says nothing of to their defaults. */
  apply: (values: Readonly<Record<FilterId, FilterValue | null>>) => void
  reset: () => void
  isChanged: boolean
}

/**
 * The page's filter values, kept in its address (`?f.region=["North"]`). What the address says that no filter here
 * understands is taken out of it and reported to `onDropped`, by label where there is one.
 */
export function useFilterState(filters: readonly Filter[], onDropped: (names: string[]) => void): FilterState {
  const params = useSearchParams()
  const [strangers] = useState(() => {
    const known = new Set(filters.map(({ id }) => PREFIX + id))
    return [...new Set(params.keys())].filter((key) => key.startsWith(PREFIX) && !known.has(key))
  })
  const parsers = useMemo(
    () =>
      Object.fromEntries([...filters.map(({ id }) => PREFIX + id), ...strangers].map((key) => [key, parseAsString])),
    [filters, strangers],
  )
  const [texts, setTexts] = useQueryStates(parsers, { history: "replace" })

  const { sent, misread } = useMemo(() => {
    const values: Record<FilterId, FilterValue | null> = {}
    const unfit: Filter[] = []
    for (const filter of filters) {
      const text = texts[PREFIX + filter.id]
      if (text == null) continue
      const value = decodeFilterValue(filter, text)
      if (value === undefined) unfit.push(filter)
      else values[filter.id] = value
    }
    return { sent: values, misread: unfit }
  }, [filters, texts])

  const unfitKeys = [...strangers.filter((key) => texts[key] != null), ...misread.map(({ id }) => PREFIX + id)].join(
    "\n",
  )
  useEffect(() => {
    if (unfitKeys === "") return
    const keys = unfitKeys.split("\n")
    const labels = new Map(filters.map(({ id, label }) => [PREFIX + id, label]))
    onDropped(keys.map((key) => labels.get(key) ?? key.slice(PREFIX.length)))
    void setTexts(Object.fromEntries(keys.map((key) => [key, null])))
  }, [unfitKeys, filters, onDropped, setTexts])

  const set = useCallback(
    (filter: Filter, value: FilterValue | null) => void setTexts({ [PREFIX + filter.id]: textOf(filter, value) }),
    [setTexts],
  )
  const apply = useCallback(
    (values: Readonly<Record<FilterId, FilterValue | null>>) => {
      const entries = filters.map((filter) => {
        const value = values[filter.id]
        return [PREFIX + filter.id, value === undefined ? null : textOf(filter, value)]
      })
      void setTexts(Object.fromEntries(entries))
    },
    [filters, setTexts],
  )

  return {
    sent,
    valueOf: (filter) => (Object.hasOwn(sent, filter.id) ? (sent[filter.id] ?? null) : (filter.default ?? null)),
    set,
    apply,
    reset: () => void setTexts(null),
    isChanged: Object.keys(sent).length > 0,
  }
}

/** Defaults are left out of the address. */
const textOf = (filter: Filter, value: FilterValue | null): string | null =>
  JSON.stringify(value) === JSON.stringify(filter.default ?? null) ? null : encodeFilterValue(filter, value)
