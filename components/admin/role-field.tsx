"use client"

import { Field } from "#components/ui/field.tsx"
import { Select } from "#components/ui/select.tsx"
import type { Role } from "#lib/domain/user.ts"

const ROLES: readonly { value: Role; label: string; hint: string }[] = [
  { value: "member", label: "Member", hint: "Makes things, and uses what is shared" },
  { value: "admin", label: "Admin", hint: "Sees and changes everything, and manages people" },
]

export function RoleField({ value, onChange }: { value: Role; onChange: (role: Role) => void }) {
  return (
    <Field label="Role">
      {(control) => <Select {...control} options={ROLES} value={value} onValueChange={onChange} />}
    </Field>
  )
}
