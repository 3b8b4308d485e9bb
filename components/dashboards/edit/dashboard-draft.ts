import type { Dashboard, DashboardDraft, LayoutItem } from "#lib/domain/dashboard.ts"
import type { Filter, FilterId } from "#lib/domain/filter.ts"
import type { CardId } from "#lib/domain/ids.ts"
import { compacted, freePlace, stepped, withPlaces, type Step } from "../layout.ts"

/** A dashboard as it is being edited; saved as a whole. */
export type Draft = DashboardDraft

export type DraftAction =
  | { type: "loaded"; draft: Draft }
  | { type: "named"; name: string }
  | { type: "described"; description: string }
  | { type: "cardAdded"; itemId: string; cardId: CardId }
  | { type: "textAdded"; itemId: string }
  | { type: "textWritten"; itemId: string; text: string }
  | { type: "titled"; itemId: string; title: string }
  | { type: "filtersIgnored"; itemId: string; filterIds: FilterId[] }
  | { type: "removed"; itemId: string }
  | { type: "restored"; item: LayoutItem }
  | { type: "placed"; places: readonly { i: string; x: number; y: number; w: number; h: number }[] }
  | { type: "stepped"; itemId: string; step: Step }
  | { type: "filterSaved"; filter: Filter }
  | { type: "filterRemoved"; filterId: FilterId }
  | { type: "filterMoved"; filterId: FilterId; by: -1 | 1 }

const CARD_SIZE = { w: 6, h: 6 }
const TEXT_SIZE = { w: 6, h: 2 }

export function dashboardDraft(draft: Draft, action: DraftAction): Draft {
  const { layout, filters } = draft
  const change = (itemId: string, changes: Partial<LayoutItem>): Draft => ({
    ...draft,
    layout: layout.map((item) => (item.itemId === itemId ? { ...item, ...changes } : item)),
  })
  switch (action.type) {
    case "loaded":
      return action.draft
    case "named":
      return { ...draft, name: action.name }
    case "described":
      return { ...draft, description: action.description }
    case "cardAdded": {
      const { itemId, cardId } = action
      return { ...draft, layout: [...layout, { itemId, cardId, ...freePlace(layout, CARD_SIZE) }] }
    }
    case "textAdded":
      return { ...draft, layout: [...layout, { itemId: action.itemId, text: "", ...freePlace(layout, TEXT_SIZE) }] }
    case "textWritten":
      return change(action.itemId, { text: action.text })
    case "titled":
      return change(action.itemId, { title: action.title.trim() === "" ? undefined : action.title.trim() })
    case "filtersIgnored":
      return change(action.itemId, { ignoredFilterIds: action.filterIds.length === 0 ? undefined : action.filterIds })
    case "removed":
      return { ...draft, layout: compacted(layout.filter(({ itemId }) => itemId !== action.itemId)) }
    case "restored":
      return { ...draft, layout: compacted([...layout, action.item]) }
    case "placed":
      return { ...draft, layout: withPlaces(layout, action.places) }
    case "stepped":
      return { ...draft, layout: stepped(layout, action.itemId, action.step) }
    case "filterSaved":
      return { ...draft, filters: withFilter(filters, action.filter) }
    case "filterRemoved":
      return {
        ...draft,
        filters: filters.filter(({ id }) => id !== action.filterId),
        layout: layout.map((item) => withoutIgnored(item, action.filterId)),
      }
    case "filterMoved":
      return { ...draft, filters: moved(filters, action.filterId, action.by) }
  }
}

function withFilter(filters: readonly Filter[], filter: Filter): Filter[] {
  return filters.some(({ id }) => id === filter.id)
    ? filters.map((other) => (other.id === filter.id ? filter : other))
    : [...filters, filter]
}

function withoutIgnored(item: LayoutItem, filterId: FilterId): LayoutItem {
  if (!item.ignoredFilterIds?.includes(filterId)) return item
  const ignoredFilterIds = item.ignoredFilterIds.filter((id) => id !== filterId)
  return { ...item, ignoredFilterIds: ignoredFilterIds.length === 0 ? undefined : ignoredFilterIds }
}

function moved(filters: readonly Filter[], filterId: FilterId, by: -1 | 1): Filter[] {
  const from = filters.findIndex(({ id }) => id === filterId)
  const to = from + by
  const filter = filters[from]
  if (!filter || to < 0 || to >= filters.length) return [...filters]
  return filters.toSpliced(from, 1).toSpliced(to, 0, filter)
}

/** What of a saved dashboard is edited, its tiles as they are shown. */
export const draftOf = ({ name, description, layout, filters }: Dashboard): Draft => ({
  name,
  description,
  layout: compacted(layout),
  filters,
})

/** Whether two drafts would be saved alike: absent and undefined fields are the same. */
export const sameDraft = (a: Draft, b: Draft): boolean => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b))

const sorted = ({ name, description, layout, filters }: Draft) => ({
  name,
  description,
  layout: layout
    .toSorted((a, b) => a.itemId.localeCompare(b.itemId))
    .map((item) =>
      Object.entries(item)
        .filter(([, value]) => value !== undefined)
        .toSorted(([a], [b]) => a.localeCompare(b)),
    ),
  filters,
})

/** An id for a new filter that says what it is, and differs from all others. */
export function newFilterId(label: string, filters: readonly Filter[]): FilterId {
  const base =
    label
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, "_")
      .replaceAll(/^_|_$/g, "")
      .slice(0, 40) || "filter"
  const taken = new Set(filters.map(({ id }) => id))
  for (let number = 1; ; number += 1) {
    const id = number === 1 ? base : `${base}_${number}`
    if (!taken.has(id)) return id
  }
}
