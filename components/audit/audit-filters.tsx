"use client"

import { Search } from "lucide-react"
import { useRouter } from "next/navigation"
import { type FormEvent, useState, useTransition } from "react"
import { Button } from "#components/ui/button.tsx"
import { Field } from "#components/ui/field.tsx"
import { Input } from "#components/ui/input.tsx"
import { LinkButton } from "#components/ui/link-button.tsx"
import { Select } from "#components/ui/select.tsx"
import { AuditType } from "#lib/domain/audit.ts"
import { auditQuery, type AuditSearch } from "#lib/domain/audit-search.ts"
import { AUDIT_WORDS } from "./audit-words.ts"

const EVERYTHING = "everything"
const TYPES = [
  { value: EVERYTHING, label: "Everything" },
  ...AuditType.options.map((value) => ({ value, label: AUDIT_WORDS[value] })),
]

/** The search form. It leads to another address, so that a search can be kept, sent, and gone back to. */
export function AuditFilters({ search }: { search: AuditSearch }) {
  const router = useRouter()
  const [pending, start] = useTransition()
  const [type, setType] = useState<string>(search.type ?? EVERYTHING)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const typed = new FormData(event.currentTarget)
    const fields = ["person", "targetId", "from", "to"].map((name) => [name, String(typed.get(name) ?? "").trim()])
    const query = auditQuery({ ...Object.fromEntries(fields), type: type === EVERYTHING ? undefined : type })
    start(() => router.push(`/admin/audit${query}`))
  }
  return (
    <form
      role="search"
      aria-label="Search the audit log"
      onSubmit={submit}
      className="grid grid-cols-2 items-end gap-3 sm:flex sm:flex-wrap"
    >
      <Field label="What" className="sm:w-44">
        {(control) => <Select {...control} options={TYPES} value={type} onValueChange={setType} />}
      </Field>
      <Field label="Person" className="sm:w-44">
        {(control) => (
          <Input {...control} name="person" defaultValue={search.person} placeholder="E-mail address" type="text" />
        )}
      </Field>
      <Field label="Object" className="max-sm:col-span-2 sm:w-44">
        {(control) => <Input {...control} name="targetId" defaultValue={search.targetId} placeholder="Id" />}
      </Field>
      <Field label="From" className="sm:w-36">
        {(control) => <Input {...control} name="from" type="date" defaultValue={search.from} />}
      </Field>
      <Field label="To" className="sm:w-36">
        {(control) => <Input {...control} name="to" type="date" defaultValue={search.to} />}
      </Field>
      <Button type="submit" variant="primary" pending={pending}>
        <Search aria-hidden />
        Search
      </Button>
      {auditQuery(search) !== "" && (
        <LinkButton href="/admin/audit" variant="quiet">
          Clear
        </LinkButton>
      )}
    </form>
  )
}
