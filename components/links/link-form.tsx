"use client"

import { TriangleAlert } from "lucide-react"
import { type SubmitEvent, useState } from "react"
import { filterWords } from "#components/filters/filter-words.ts"
import { Button } from "#components/ui/button.tsx"
import { Checkbox } from "#components/ui/checkbox.tsx"
import { Field } from "#components/ui/field.tsx"
import { Input } from "#components/ui/input.tsx"
import { Textarea } from "#components/ui/textarea.tsx"
import { errorMessage } from "#lib/browser/error-message.ts"
import { fieldErrors } from "#lib/browser/field-errors.ts"
import { useChatStatus } from "#lib/browser/use-chat-history.ts"
import { useLocale } from "#lib/browser/use-locale.ts"
import { FilterValue, type Filter } from "#lib/domain/filter.ts"
import type { ShareLink, ShareLinkDraft } from "#lib/domain/share-link.ts"
import type { DashboardDetail } from "#lib/domain/summaries.ts"
import { cardsBeyondLocks } from "./cards-beyond-locks.ts"

type LinkFormProps = {
  dashboard: DashboardDetail
  /** null: it is new. */
  link: ShareLink | null
  /** What a filter holds on the page behind the dialog. */
  presentValueOf: (filter: Filter) => FilterValue | null
  /** `password`: undefined leaves it as it is, null takes it off. */
  onSave: (draft: ShareLinkDraft) => Promise<void>
  onCancel: () => void
}

type State = { kind: "idle" } | { kind: "pending" } | { kind: "failed"; error: unknown }

/** All that can be set of a public link. */
export function LinkForm({ dashboard, link, presentValueOf, onSave, onCancel }: LinkFormProps) {
  const locale = useLocale()
  const [state, setState] = useState<State>({ kind: "idle" })
  const [locks, setLocks] = useState<Record<string, unknown>>(link?.lockedFilters ?? {})
  const [canFilter, setCanFilter] = useState(link?.canFilter ?? false)
  const [canExport, setCanExport] = useState(link?.canExport ?? false)
  const [canAsk, setCanAsk] = useState(link?.canAsk ?? false)
  const chatStatus = useChatStatus()
  const [keepsPassword, setKeepsPassword] = useState(link?.hasPassword ?? false)
  const errors = state.kind === "failed" ? fieldErrors(state.error) : {}
  const locked = dashboard.filters.filter(({ id }) => Object.hasOwn(locks, id))
  const beyond = cardsBeyondLocks(dashboard, locked)

  const lock = (filter: Filter, isLocked: boolean) => {
    const { [filter.id]: _before, ...rest } = locks
    setLocks(isLocked ? { ...rest, [filter.id]: link?.lockedFilters[filter.id] ?? presentValueOf(filter) } : rest)
  }
  const save = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    const fields = new FormData(event.currentTarget)
    const text = (name: string) => String(fields.get(name) ?? "").trim()
    const typed = text("password")
    setState({ kind: "pending" })
    try {
      await onSave({
        name: text("name"),
        expiresAt: endOfDay(text("expires")),
        ...(typed === "" ? (keepsPassword ? {} : { password: null }) : { password: typed }),
        lockedFilters: locks,
        canFilter,
        canExport,
        canAsk,
        allowedOrigins: text("origins").split(/\s+/).filter(Boolean),
      })
    } catch (error) {
      setState({ kind: "failed", error })
    }
  }
  return (
    <form onSubmit={(event) => void save(event)} className="flex flex-col gap-4">
      <Field label="Name" hint="For you, to tell links apart." error={errors["name"]}>
        {(control) => <Input {...control} name="name" required maxLength={100} defaultValue={link?.name} />}
      </Field>
      <Field label="Works until the end of" optional error={errors["expiresAt"]}>
        {(control) => <Input {...control} name="expires" type="date" defaultValue={dayOf(link?.expiresAt ?? null)} />}
      </Field>
      <Field
        label="Password"
        optional
        hint={keepsPassword ? "It has one. Type another to replace it." : "Readers are asked for it first."}
        error={errors["password"]}
      >
        {(control) => (
          <Input
            {...control}
            name="password"
            type="password"
            autoComplete="new-password"
            minLength={4}
            maxLength={200}
          />
        )}
      </Field>
      {link?.hasPassword && (
        <Checkbox label="Keep the password it has" checked={keepsPassword} onCheckedChange={setKeepsPassword} />
      )}
      {dashboard.filters.length > 0 && (
        <fieldset className="flex flex-col gap-2">
          <legend className="mb-1 text-12 font-medium">Locked filters: readers neither see nor change them</legend>
          {dashboard.filters.map((filter) => (
            <Checkbox
              key={filter.id}
              label={filter.label}
              hint={wordsOf(
                filter,
                Object.hasOwn(locks, filter.id) ? locks[filter.id] : presentValueOf(filter),
                locale,
              )}
              checked={Object.hasOwn(locks, filter.id)}
              onCheckedChange={(checked) => lock(filter, checked)}
            />
          ))}
        </fieldset>
      )}
      {beyond.length > 0 && (
        <p role="alert" className="flex items-start gap-2 rounded-control bg-warning-soft p-2 text-12">
          <TriangleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0 text-warning" />
          <span>
            Their data lacks the column of a locked filter, so these cards are shown whole: {beyond.join(", ")}.
            {canAsk && " Questions reach what they show, and no other rows of those data."}
          </span>
        </p>
      )}
      <Checkbox label="Readers may set the other filters" checked={canFilter} onCheckedChange={setCanFilter} />
      <Checkbox label="Readers may download what cards show" checked={canExport} onCheckedChange={setCanExport} />
      <Checkbox
        label="Readers may ask questions"
        hint={
          <>
            They may then query every row that the locked filters keep, in all columns that the cards load or that the
            filters they may set are of, and see the datasets’ names. Answers cost tokens of the model.
            {chatStatus.data?.configured === false && " There is no model yet: until then they see nothing of it."}
          </>
        }
        checked={canAsk}
        onCheckedChange={setCanAsk}
      />
      <Field
        label="Sites that may embed it"
        optional
        hint="One origin a line, such as https://intranet.example.org."
        error={errors["allowedOrigins"]}
      >
        {(control) => <Textarea {...control} name="origins" defaultValue={link?.allowedOrigins.join("\n")} rows={2} />}
      </Field>
      {state.kind === "failed" && Object.keys(errors).length === 0 && (
        <p role="alert" className="text-negative">
          {errorMessage(state.error)}
        </p>
      )}
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>Back</Button>
        <Button type="submit" variant="primary" pending={state.kind === "pending"}>
          {link ? "Save" : "Make link"}
        </Button>
      </div>
    </form>
  )
}

function wordsOf(filter: Filter, value: unknown, locale: string): string {
  const known = FilterValue.nullable().safeParse(value ?? null)
  return (known.success && filterWords(filter, known.data, locale)) || "all"
}

/** The last moment of a `YYYY-MM-DD` where the reader is, as an instant; null for none. */
const endOfDay = (day: string): string | null => (day === "" ? null : new Date(`${day}T23:59:59`).toISOString())

function dayOf(iso: string | null): string | undefined {
  if (iso === null) return undefined
  const date = new Date(iso)
  const two = (part: number) => String(part).padStart(2, "0")
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}
